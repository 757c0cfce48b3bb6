package io.vicinal.server.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.api.SearchEffort;
import io.vicinal.core.hnsw.HnswIndex;
import io.vicinal.core.hnsw.HnswResult;
import io.vicinal.core.hnsw.SearchPlan;
import io.vicinal.protocol.TypeNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Measures searches under one filter, in the ways there are to make them. For one thread. */
final class FilterBenchmark {
  /** The ways take turns, so that what else the machine does meets all of them. */
  private static final int TURNS = 5;

  private static final Duration TURN = Duration.ofMillis(300);

  private final String name;
  private final AnnData data;
  private final HnswIndex index;
  private final int ef;
  private final Truth truth;

  FilterBenchmark(String name, AnnData data, HnswIndex index, int ef) {
    this.name = name;
    this.data = data;
    this.index = index;
    this.ef = ef;
    this.truth = Truth.compute(new AnnSearch(index, data.k(), data.filtered()), data);
  }

  /** Hands over a line for each way to search. */
  void measure(Consumer<String> lines) {
    List<Way> ways = ways();
    try (SearchLoad load = new SearchLoad(data.queries(), 1)) {
      ways.forEach(way -> load.warmUp(way.search()::search));
      for (int turn = 0; turn < TURNS; turn++) {
        ways.forEach(way -> way.turns().add(load.run(way.search()::search, TURN)));
      }
    }
    ways.forEach(way -> lines.accept(line(way)));
  }

  private List<Way> ways() {
    FilteredRows filtered = data.filtered();
    AnnSearch engine = new AnnSearch(index, data.k(), filtered);
    if (filtered == null) {
      return ways(null, index.size(), engine);
    }
    // One object for both: by two of different classes a scan would be compiled in different ways.
    IntPredicate accept = filtered.accepted()::get;
    return ways(accept, filtered.accepted().cardinality(), engine);
  }

  private List<Way> ways(@Nullable IntPredicate accept, int accepted, AnnSearch engine) {
    return List.of(
        Way.of("own", query -> index.search(query, data.k(), ef, accept, accepted)),
        Way.of("scan", query -> index.exact(query, data.k(), accept)),
        Way.of("evaluated", query -> engine.search(query, new SearchEffort.Width(ef))));
  }

  private String line(Way way) {
    double recall = 0;
    Map<SearchPlan, Integer> plans = new EnumMap<>(SearchPlan.class);
    int queries = data.queries().size();
    for (int query = 0; query < queries; query++) {
      HnswResult found = way.search().search(data.queries().get(query));
      recall += truth.recall(query, found);
      plans.merge(found.plan(), 1, Integer::sum);
    }
    int rows = data.base().rows();
    int accepted = data.filtered() == null ? rows : data.filtered().accepted().cardinality();
    return new ReportLine()
        .put("filter", name)
        .put("mode", way.mode())
        .put("rows", accepted)
        .put("share", accepted / (double) rows, 5)
        .put("ef", ef)
        .put("recall", recall / queries, 5)
        .put("plans", json(plans))
        .put(LoadResult.median(way.turns()))
        .toString();
  }

  private static ObjectNode json(Map<SearchPlan, Integer> plans) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    plans.forEach((plan, count) -> json.put(TypeNames.ofConstant(plan), count));
    return json;
  }

  /** A way to search, and how fast it was at each of its turns. */
  private record Way(String mode, QuerySearch search, List<LoadResult> turns) {
    static Way of(String mode, QuerySearch search) {
      return new Way(mode, search, new ArrayList<>());
    }
  }
}
