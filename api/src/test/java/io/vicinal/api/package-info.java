/** Tests of the value types. */
@NullMarked
package io.vicinal.api;

import org.jspecify.annotations.NullMarked;
