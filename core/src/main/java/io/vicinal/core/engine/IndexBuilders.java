package io.vicinal.core.engine;

import io.vicinal.core.hnsw.HnswIndex;
import io.vicinal.core.hnsw.VectorSource;
import java.util.concurrent.Executor;

/**
 * The threads that put vectors into an index.
 *
 * @param executor has {@code threads − 1} threads that are free as a rule when a batch is applied;
 *     its tasks never wait for each other
 * @param threads how many work on a large batch, the caller included
 */
record IndexBuilders(Executor executor, int threads) {
  /** Below this many rows a thread, handing work over costs more than it saves. */
  private static final int ROWS_PER_THREAD = 64;

  void addAll(HnswIndex index, VectorSource vectors, int count) {
    index.addAll(vectors, count, executor, Math.max(1, Math.min(threads, count / ROWS_PER_THREAD)));
  }
}
