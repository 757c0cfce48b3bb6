/** Filters evaluated on the columns of a segment. */
@NullMarked
package io.vicinal.core.filter;

import org.jspecify.annotations.NullMarked;
