package io.vicinal.core.engine;

import io.vicinal.api.Grouping;
import io.vicinal.api.Mmr;
import io.vicinal.api.Neighbor;
import io.vicinal.api.NeighborGroup;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchResult;
import io.vicinal.api.SearchStatistics;
import io.vicinal.api.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a request from the searches of a collection's shards, which are run at the same
 * time and merged. Only the records that are returned are read.
 */
public final class NearestSearch {
  private final SearchRequest request;
  private final List<EngineSearch> shards;
  private final Executor searchers;
  private int rounds;
  private long distancesBetweenRows;

  private NearestSearch(SearchRequest request, List<EngineSearch> shards, Executor searchers) {
    this.request = request;
    this.shards = List.copyOf(shards);
    this.searchers = searchers;
  }

  /**
   * Searches. When it returns or throws, no thread uses the searches any more.
   *
   * @param shards a search of each shard for this request, one at least; the caller closes them
   * @param searchers for all shards but the first, which the caller's thread searches
   */
  public static SearchResult run(
      SearchRequest request, List<EngineSearch> shards, Executor searchers) {
    return new NearestSearch(request, shards, searchers).result();
  }

  /** As {@link #run}, up to the rows, for a request that neither groups nor diversifies. */
  static NearestSearch of(SearchRequest request, List<EngineSearch> shards, Executor searchers) {
    return new NearestSearch(request, shards, searchers);
  }

  /** The nearest rows of all shards, as many as the request wants, nearest first. */
  List<Hit> hits() {
    return within(nearest(request.selection().depth(), null));
  }

  private SearchResult result() {
    Selection selection = request.selection();
    if (selection.grouping().isPresent()) {
      return SearchResult.ofGroups(groups(selection, selection.grouping().get()), statistics());
    }
    List<Hit> found =
        selection.mmr().isPresent()
            ? diverse(selection, selection.mmr().get())
            : within(nearest(selection.depth(), null));
    List<Hit> selected = found.subList(Math.min(selection.offset(), found.size()), found.size());
    return new SearchResult(neighbors(selected), statistics());
  }

  private List<Hit> diverse(Selection selection, Mmr mmr) {
    List<Hit> candidates = within(nearest(mmr.candidates(), null));
    MarginalRelevance choice = new MarginalRelevance(mmr, candidates, shards.get(0).field());
    List<Hit> chosen = choice.take(selection.depth());
    distancesBetweenRows = choice.distanceComputations();
    return chosen;
  }

  private List<NeighborGroup> groups(Selection selection, Grouping grouping) {
    return new GroupSearch(selection, grouping, shards.get(0).width())
        .run((width, open) -> within(nearest(width, open))).stream()
            .skip(selection.offset())
            .map(group -> new NeighborGroup(group.getKey(), neighbors(group.getValue())))
            .toList();
  }

  private static List<Neighbor> neighbors(List<Hit> hits) {
    return hits.stream().map(hit -> new Neighbor(hit.read(), hit.distance())).toList();
  }

  /** Those of the hits, nearest first, that are not too far. */
  private List<Hit> within(List<Hit> hits) {
    Optional<Float> limit = request.selection().maxDistance();
    int end = hits.size();
    while (limit.isPresent() && end > 0 && hits.get(end - 1).distance() > limit.get()) {
      end--;
    }
    return hits.subList(0, end);
  }

  /**
   * The nearest rows of all shards, nearest first.
   *
   * @param open the groups that the rows may be in; all if null
   */
  private List<Hit> nearest(int wanted, @Nullable Predicate<Optional<Object>> open) {
    rounds++;
    List<CompletableFuture<List<Hit>>> others = new ArrayList<>();
    List<Hit> hits;
    try {
      for (EngineSearch shard : shards.subList(1, shards.size())) {
        others.add(CompletableFuture.supplyAsync(() -> shard.nearest(wanted, open), searchers));
      }
      hits = new ArrayList<>(shards.get(0).nearest(wanted, open));
    } finally {
      // Failed or not: the caller may close what the others read as soon as this returns.
      CompletableFuture.allOf(others.toArray(CompletableFuture[]::new))
          .handle((nothing, failure) -> failure == null)
          .join();
    }
    if (others.isEmpty()) {
      return hits;
    }
    others.forEach(other -> hits.addAll(FutureValue.of(other)));
    hits.sort(Hit.NEAREST);
    return hits.subList(0, Math.min(wanted, hits.size()));
  }

  /** What was done until now. */
  SearchStatistics statistics() {
    long computations =
        distancesBetweenRows + shards.stream().mapToLong(EngineSearch::distanceComputations).sum();
    String round = rounds == 1 ? "" : "last of " + rounds + " rounds: ";
    if (shards.size() == 1) {
      return new SearchStatistics(computations, round + shards.get(0).plan());
    }
    List<String> plans =
        IntStream.range(0, shards.size())
            .mapToObj(shard -> "shard " + shard + ": " + shards.get(shard).plan())
            .toList();
    return new SearchStatistics(computations, round + String.join("; ", plans));
  }
}
