package io.vicinal.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.api.Grouping;
import io.vicinal.api.Neighbor;
import io.vicinal.api.NeighborGroup;
import io.vicinal.api.SearchResult;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer of searches over REST.
 *
 * @param results one for each query, in the order of the queries
 */
public record SearchAnswer(List<QueryAnswer> results) {
  /** Copies the list. */
  public SearchAnswer {
    results = Required.elements(results, "results");
  }

  /**
   * The neighbours of one query.
   *
   * @param neighbors nearest first: {@code {"id": 1, "distance": 0.5, "attributes": {…}}}; absent
   *     where they are in groups
   * @param groups nearest first: {@code {"value": "…", "neighbors": […]}}; absent where there are
   *     none
   * @param distanceComputations number of distances computed
   * @param plan how the search went; its wording may change
   */
  public record QueryAnswer(
      @Nullable List<? extends JsonNode> neighbors,
      @Nullable List<? extends JsonNode> groups,
      long distanceComputations,
      String plan) {
    /** Copies the lists. */
    public QueryAnswer {
      neighbors = neighbors == null ? null : Required.elements(neighbors, "neighbors");
      groups = groups == null ? null : Required.elements(groups, "groups");
      plan = Required.present(plan, "plan");
    }

    /** The answer of a search in a collection that the codec writes the records of. */
    public static QueryAnswer of(
        SearchResult result, Optional<Grouping> grouping, RecordCodec codec) {
      List<ObjectNode> groups =
          grouping
              .map(by -> result.groups().stream().map(each -> encode(each, by, codec)).toList())
              .orElse(null);
      return new QueryAnswer(
          groups == null ? encode(result.neighbors(), codec) : null,
          groups,
          result.statistics().distanceComputations(),
          result.statistics().plan());
    }

    private static ObjectNode encode(NeighborGroup group, Grouping grouping, RecordCodec codec) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.set("value", codec.encodeValue(grouping.attribute(), group.value()));
      json.set(
          "neighbors",
          JsonNodeFactory.instance.arrayNode().addAll(encode(group.neighbors(), codec)));
      return json;
    }

    private static List<ObjectNode> encode(List<Neighbor> neighbors, RecordCodec codec) {
      return neighbors.stream().map(neighbor -> encode(neighbor, codec)).toList();
    }

    private static ObjectNode encode(Neighbor neighbor, RecordCodec codec) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.set("id", RecordCodec.encodeId(neighbor.record().id()));
      json.put("distance", neighbor.distance());
      json.setAll(codec.encode(neighbor.record()));
      return json;
    }
  }
}
