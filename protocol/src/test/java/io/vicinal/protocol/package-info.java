/** Tests of the wire contract. */
@NullMarked
package io.vicinal.protocol;

import org.jspecify.annotations.NullMarked;
