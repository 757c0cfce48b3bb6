/**
 * The wire contract, known to client and server alike: JSON documents, tickets and descriptors, the
 * Arrow schemas of streams, and the form in which an error travels.
 *
 * <p>Every document is a record that refuses what is wrong when it is built. JSON keys that a
 * document does not know are refused by name.
 */
@NullMarked
package io.vicinal.protocol;

import org.jspecify.annotations.NullMarked;
