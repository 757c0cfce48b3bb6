package io.vicinal.server.bench;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How fast searches were.
 *
 * @param queriesPerSecond of all threads together
 * @param p50Micros half of the searches took at most so long
 * @param p99Micros 99 of 100 searches took at most so long
 */
record LoadResult(double queriesPerSecond, double p50Micros, double p99Micros) {
  /** The figures of searches, of which there is one or more, that took that long in all. */
  static LoadResult of(long[] nanos, double seconds) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new LoadResult(
        sorted.length / seconds, percentile(sorted, 50) / 1e3, percentile(sorted, 99) / 1e3);
  }

  /** The one of some results, of which there is one or more, whose speed is the median. */
  static LoadResult median(List<LoadResult> results) {
    return results.stream()
        .sorted(Comparator.comparingDouble(LoadResult::queriesPerSecond))
        .skip(results.size() / 2)
        .findFirst()
        .orElseThrow();
  }

  /** The smallest value that so many percent of the values do not exceed. */
  private static long percentile(long[] sorted, int percent) {
    int rank = (int) ((sorted.length * (long) percent + 99) / 100);
    return sorted[Math.max(rank, 1) - 1];
  }
}
