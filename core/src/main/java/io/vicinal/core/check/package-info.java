/**
 * Reads a data directory that nobody has open, says what is wrong with it, and changes nothing.
 *
 * <p>Where opening stops at the first damaged file, a check goes on and names every one.
 */
@NullMarked
package io.vicinal.core.check;

import org.jspecify.annotations.NullMarked;
