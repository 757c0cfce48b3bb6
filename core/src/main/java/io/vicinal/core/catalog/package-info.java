/** Which collections a data directory holds, and what they were created from. */
@NullMarked
package io.vicinal.core.catalog;

import org.jspecify.annotations.NullMarked;
