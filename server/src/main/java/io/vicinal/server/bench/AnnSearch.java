package io.vicinal.server.bench;

import io.vicinal.api.SearchEffort;
import io.vicinal.core.hnsw.HnswIndex;
import io.vicinal.core.hnsw.HnswResult;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * A search as the engine makes it of each segment: the filter is evaluated on the columns for every
 * query, then the index chooses its plan and searches. Safe for use by several threads.
 */
final class AnnSearch {
  private final HnswIndex index;
  private final int k;
  private final @Nullable FilteredRows filtered;

  AnnSearch(HnswIndex index, int k, @Nullable FilteredRows filtered) {
    this.index = index;
    this.k = k;
    this.filtered = filtered;
  }

  HnswResult search(float[] query, SearchEffort effort) {
    if (filtered == null) {
      return index.search(query, k, effort, null);
    }
    BitSet accepted = filtered.evaluate();
    return index.search(query, k, effort, accepted::get, accepted.cardinality());
  }

  /** The width that the effort comes to; all rows where they are compared. */
  int width(SearchEffort effort) {
    return index.width(effort, k).orElse(index.size());
  }

  /** Compares each query with every row that counts, by all processors. */
  List<HnswResult> exact(List<float[]> queries) {
    return index.exact(
        queries,
        k,
        filtered == null ? null : filtered.accepted()::get,
        ForkJoinPool.commonPool(),
        Runtime.getRuntime().availableProcessors());
  }
}
