package io.vicinal.server.bench;

import io.vicinal.core.hnsw.HnswIndex;
import io.vicinal.core.hnsw.HnswResult;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Recall of the rows that an index had at some time, whatever was added since: of the rows that
 * were there and are nearer than the last that a search found, how many it found. Immutable.
 */
final class PriorRecall {
  /** The true neighbours of each query. */
  private final List<HnswResult> nearest;

  private PriorRecall(List<HnswResult> nearest) {
    this.nearest = nearest;
  }

  /** The recall of the rows that an index has now. */
  static PriorRecall of(
      HnswIndex index, List<float[]> queries, int k, Executor executor, int threads) {
    return new PriorRecall(index.exact(queries, k, null, executor, threads));
  }

  /** The average over queries, of which one at least has such rows; null was not searched. */
  double average(@Nullable HnswResult[] found) {
    double sum = 0;
    int counted = 0;
    for (int query = 0; query < found.length; query++) {
      HnswResult result = found[query];
      int expected = result == null ? 0 : expected(nearest.get(query), result);
      if (result != null && expected > 0) {
        sum += hits(nearest.get(query), expected, result) / (double) expected;
        counted++;
      }
    }
    return sum / counted;
  }

  /** How many of the true neighbours, nearest first, the search should have found. */
  private static int expected(HnswResult truth, HnswResult found) {
    int expected = 0;
    while (expected < truth.size()
        && (found.size() < truth.size()
            || truth.distance(expected) < found.distance(found.size() - 1))) {
      expected++;
    }
    return expected;
  }

  private static int hits(HnswResult truth, int expected, HnswResult found) {
    Set<Integer> rows = new HashSet<>();
    for (int row : found.ordinals()) {
      rows.add(row);
    }
    int hits = 0;
    for (int i = 0; i < expected; i++) {
      hits += rows.contains(truth.ordinal(i)) ? 1 : 0;
    }
    return hits;
  }
}
