/** Tests of the wire contract. */
@NullMarked
package io.vicinal.client;

import org.jspecify.annotations.NullMarked;
