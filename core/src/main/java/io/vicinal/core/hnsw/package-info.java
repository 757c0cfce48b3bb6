/**
 * Hierarchical navigable small world graphs over float32 vectors in flat arrays: concurrent insert,
 * lock-free search, filtered and exact search, and the bytes of a graph.
 *
 * <p>{@link io.vicinal.core.hnsw.HnswIndex} is the way in.
 */
@NullMarked
package io.vicinal.core.hnsw;

import org.jspecify.annotations.NullMarked;
