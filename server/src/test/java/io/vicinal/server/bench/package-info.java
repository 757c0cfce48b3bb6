/** Tests of the measurements. */
@NullMarked
package io.vicinal.server.bench;

import org.jspecify.annotations.NullMarked;
