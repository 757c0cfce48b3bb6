package io.vicinal.server.bench;

import io.vicinal.api.SearchEffort;
import io.vicinal.core.hnsw.HnswResult;
import java.time.Duration;

/** Measures searches of one index with one effort after the other. For one thread. */
final class AnnBenchmark {
  private static final Duration MEASURED = Duration.ofSeconds(1);
  private static final Duration WARM_UP_ROUND = Duration.ofMillis(500);
  private static final int MAX_WARM_UP_ROUNDS = 20;

  /** Searches are warm when a round is not faster than all before by more than this. */
  private static final double STILL_WARMING = 1.03;

  private final AnnData data;
  private final AnnIndex built;
  private final AnnSearch search;
  private final Truth truth;

  AnnBenchmark(AnnData data, AnnIndex built, AnnSearch search, Truth truth) {
    this.data = data;
    this.built = built;
    this.search = search;
    this.truth = truth;
  }

  /** Searches for every query once, for recall, then warms up and measures. */
  AnnReport measure(SearchEffort effort, SearchLoad load) {
    double recall = 0;
    long computations = 0;
    int queries = data.queries().size();
    for (int query = 0; query < queries; query++) {
      HnswResult found = search.search(data.queries().get(query), effort);
      recall += truth.recall(query, found);
      computations += found.distanceComputations();
    }
    warmUp(effort, load);
    LoadResult speed = load.run(query -> search.search(query, effort), MEASURED);
    return new AnnReport(
        search.width(effort),
        recall / queries,
        speed,
        built.buildSeconds(),
        built.index().memory(),
        computations / (double) queries);
  }

  /**
   * Searches until the compiler has nothing left to gain: with few cores or many other processes it
   * needs longer than any fixed time.
   */
  private void warmUp(SearchEffort effort, SearchLoad load) {
    double fastest = 0;
    for (int round = 0; round < MAX_WARM_UP_ROUNDS; round++) {
      double speed =
          load.run(query -> search.search(query, effort), WARM_UP_ROUND).queriesPerSecond();
      if (round > 0 && speed < STILL_WARMING * fastest) {
        return;
      }
      fastest = Math.max(fastest, speed);
    }
  }
}
