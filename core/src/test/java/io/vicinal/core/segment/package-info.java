/** Tests of what this package writes and reads. */
@NullMarked
package io.vicinal.core.segment;

import org.jspecify.annotations.NullMarked;
