package io.vicinal.core.engine;

import io.vicinal.api.FusedNeighbor;
import io.vicinal.api.FusedRequest;
import io.vicinal.api.FusedResult;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The answer of a fused request from the shards of a collection. Each branch is merged over all
 * shards before branches are fused: ranks and distances are those of the whole collection. Only the
 * records that are returned are read.
 */
public final class FusedSearch {
  private FusedSearch() {}

  /**
   * Searches. When it returns or throws, no thread uses the shards for it any more.
   *
   * @param shards one at least
   * @param searchers for all shards but the first, which the caller's thread searches
   * @throws io.vicinal.api.VicinalException if the request does not fit the shards' schema
   */
  public static FusedResult run(
      FusedRequest request, List<CollectionEngine> shards, Executor searchers) {
    request.check(shards.get(0).schema());
    List<SearchRequest> branches = request.searches();
    List<List<EngineSearch>> open = new ArrayList<>();
    try {
      shards.forEach(shard -> open.add(shard.openSearches(branches, request.filter())));
      return fuse(request, branches, open, searchers);
    } finally {
      open.forEach(searches -> searches.forEach(EngineSearch::close));
    }
  }

  private static FusedResult fuse(
      FusedRequest request,
      List<SearchRequest> branches,
      List<List<EngineSearch>> shards,
      Executor searchers) {
    BranchFusion fusion = new BranchFusion(request);
    List<String> plans = new ArrayList<>();
    long computations = 0;
    for (int b = 0; b < branches.size(); b++) {
      int branch = b;
      List<EngineSearch> searches = shards.stream().map(shard -> shard.get(branch)).toList();
      NearestSearch search = NearestSearch.of(branches.get(b), searches, searchers);
      fusion.add(b, search.hits());
      SearchStatistics statistics = search.statistics();
      computations += statistics.distanceComputations();
      plans.add("branch " + b + ": " + statistics.plan());
    }
    List<FusedNeighbor> neighbors =
        fusion.best().stream()
            .skip(request.offset())
            .limit(request.k())
            .map(FusedHit::read)
            .toList();
    return new FusedResult(neighbors, new SearchStatistics(computations, String.join("; ", plans)));
  }
}
