package io.vicinal.cluster;

import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchResult;
import io.vicinal.core.engine.EngineSearch;
import io.vicinal.core.engine.NearestSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** A search of every shard at the same time, whose results are merged. */
final class ShardedSearch {
  private ShardedSearch() {}

  /**
   * Searches.
   *
   * @param searchers for all shards but the first, which the caller's thread searches
   */
  static SearchResult run(List<Shard> shards, SearchRequest request, Executor searchers) {
    List<EngineSearch> searches = new ArrayList<>();
    try {
      shards.forEach(shard -> searches.add(shard.engine().openSearch(request)));
      return NearestSearch.run(request, searches, searchers);
    } finally {
      searches.forEach(EngineSearch::close);
    }
  }
}
