/** Tests of what this package writes and reads. */
@NullMarked
package io.vicinal.core.sparse;

import org.jspecify.annotations.NullMarked;
