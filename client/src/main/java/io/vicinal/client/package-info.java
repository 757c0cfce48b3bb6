/**
 * A remote Vicinal: the same {@code VectorDatabase} over Arrow Flight, and streams of Arrow batches
 * for connectors.
 */
@NullMarked
package io.vicinal.client;

import org.jspecify.annotations.NullMarked;
