/** Tests of the filter language. */
@NullMarked
package io.vicinal.api.filter;

import org.jspecify.annotations.NullMarked;
