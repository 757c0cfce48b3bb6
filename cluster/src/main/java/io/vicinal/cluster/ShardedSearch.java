package io.vicinal.cluster;

import io.vicinal.api.Neighbor;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchResult;
import io.vicinal.api.SearchStatistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/** A search of every shard at the same time, whose results are merged. */
final class ShardedSearch {
  private static final Comparator<Neighbor> NEAREST =
      Comparator.comparingDouble(Neighbor::distance)
          .thenComparing(neighbor -> neighbor.record().id());

  private ShardedSearch() {}

  /**
   * Searches.
   *
   * @param searchers for all shards but the first, which the caller's thread searches
   */
  static SearchResult run(List<Shard> shards, SearchRequest request, Executor searchers) {
    if (shards.size() == 1) {
      return shards.get(0).engine().search(request);
    }
    List<CompletableFuture<SearchResult>> others =
        shards.stream()
            .skip(1)
            .map(
                shard ->
                    CompletableFuture.supplyAsync(() -> shard.engine().search(request), searchers))
            .toList();
    List<SearchResult> results = new ArrayList<>();
    results.add(shards.get(0).engine().search(request));
    others.forEach(other -> results.add(Futures.join(other)));
    return merge(results, request.k());
  }

  private static SearchResult merge(List<SearchResult> results, int k) {
    List<Neighbor> nearest =
        results.stream()
            .flatMap(result -> result.neighbors().stream())
            .sorted(NEAREST)
            .limit(k)
            .toList();
    long computations =
        results.stream().mapToLong(each -> each.statistics().distanceComputations()).sum();
    List<String> plans =
        IntStream.range(0, results.size())
            .mapToObj(shard -> "shard " + shard + ": " + results.get(shard).statistics().plan())
            .toList();
    return new SearchResult(nearest, new SearchStatistics(computations, String.join("; ", plans)));
  }
}
