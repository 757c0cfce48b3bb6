/**
 * Records and writes as Arrow batches: one layout for the wire, the log, memory and segment files.
 */
@NullMarked
package io.vicinal.arrow;

import org.jspecify.annotations.NullMarked;
