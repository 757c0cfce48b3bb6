/** Tests of what tests are made of. */
@NullMarked
package io.vicinal.testkit;

import org.jspecify.annotations.NullMarked;
