/**
 * Text to vectors in the JVM, with no service and no download at run time.
 *
 * <p>{@link MiniLmEmbedder} is the one entry; everything else is an implementation detail.
 */
@NullMarked
package io.vicinal.embedding;

import org.jspecify.annotations.NullMarked;
