/** Tests of filters on columns. */
@NullMarked
package io.vicinal.core.filter;

import org.jspecify.annotations.NullMarked;
