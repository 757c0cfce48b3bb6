package io.vicinal.server.bench;

import io.vicinal.api.SearchEffort;
import io.vicinal.core.hnsw.HnswResult;

/** Measures searches of one index with one effort after the other. For one thread. */
final class AnnBenchmark {
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
    LoadResult speed = load.measure(query -> search.search(query, effort));
    return new AnnReport(
        search.width(effort),
        recall / queries,
        speed,
        built.buildSeconds(),
        built.index().memory(),
        computations / (double) queries);
  }
}
