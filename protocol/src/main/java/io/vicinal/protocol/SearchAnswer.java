package io.vicinal.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.api.Neighbor;
import io.vicinal.api.SearchResult;
import java.util.List;

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
   * @param neighbors nearest first: {@code {"id": 1, "distance": 0.5, "attributes": {…}}}
   * @param distanceComputations number of distances computed
   * @param plan how the search went; its wording may change
   */
  public record QueryAnswer(
      List<? extends JsonNode> neighbors, long distanceComputations, String plan) {
    /** Copies the list. */
    public QueryAnswer {
      neighbors = Required.elements(neighbors, "neighbors");
      plan = Required.present(plan, "plan");
    }

    /** The answer of a search in a collection that the codec writes the records of. */
    public static QueryAnswer of(SearchResult result, RecordCodec codec) {
      return new QueryAnswer(
          result.neighbors().stream().map(neighbor -> encode(neighbor, codec)).toList(),
          result.statistics().distanceComputations(),
          result.statistics().plan());
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
