/** Tests of what this package writes and reads. */
@NullMarked
package io.vicinal.core.catalog;

import org.jspecify.annotations.NullMarked;
