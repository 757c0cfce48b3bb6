package io.vicinal.server.bench;

import com.sun.management.ThreadMXBean;
import io.vicinal.core.hnsw.SearchPlan;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts the bytes that this thread allocates. For one thread. */
final class AllocationMeter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 11;

  private final List<float[]> queries;
  private final Duration warmUp;

  /** Where results go, so that no compiler can leave them out. */
  @Nullable Object kept;

  /**
   * A meter.
   *
   * @param warmUp processor time of searches that are not counted
   */
  AllocationMeter(List<float[]> queries, Duration warmUp) {
    this.queries = queries;
    this.warmUp = warmUp;
  }

  /**
   * The bytes of a search, on average over all queries: the median of some rounds, when they are
   * warm.
   */
  double bytesOf(QuerySearch search) {
    warmUp(search);
    double[] bytes = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      bytes[round] = round(search) / (double) queries.size();
    }
    Arrays.sort(bytes);
    return bytes[ROUNDS / 2];
  }

  private void warmUp(QuerySearch search) {
    long start = THREADS.getCurrentThreadCpuTime();
    do {
      round(search);
    } while (THREADS.getCurrentThreadCpuTime() - start < warmUp.toNanos());
  }

  private long round(QuerySearch search) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (float[] query : queries) {
      kept = search.search(query);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  /** The bytes of a result of k rows. */
  long bytesOfResult(int k) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      kept = new ResultShape(new int[k], new float[k], 1, SearchPlan.EXACT_SCAN);
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  /** Has the fields of a {@link io.vicinal.core.hnsw.HnswResult}, and so its size. */
  @SuppressWarnings("UnusedVariable") // what counts is that they are there
  private static final class ResultShape {
    private final int[] ordinals;
    private final float[] distances;
    private final long computations;
    private final SearchPlan plan;

    ResultShape(int[] ordinals, float[] distances, long computations, SearchPlan plan) {
      this.ordinals = ordinals;
      this.distances = distances;
      this.computations = computations;
      this.plan = plan;
    }
  }
}
