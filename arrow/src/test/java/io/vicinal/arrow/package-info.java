/** Tests of the layout of records in Arrow. */
@NullMarked
package io.vicinal.arrow;

import org.jspecify.annotations.NullMarked;
