package io.vicinal.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.api.BranchRank;
import io.vicinal.api.FusedNeighbor;
import io.vicinal.api.FusedResult;
import io.vicinal.api.ScalarType;
import java.util.List;
import java.util.Optional;

/**
 * The answer of a fused search over REST.
 *
 * @param neighbors the best first: {@code {"id": 1, "score": 0.03, "branches": [{"rank": 1,
 *     "distance": 0.5}, null], "attributes": {…}}}, with a null for a branch that did not find it
 * @param distanceComputations number of distances computed
 * @param plan how the searches went; its wording may change
 */
public record FusedAnswer(
    List<? extends JsonNode> neighbors, long distanceComputations, String plan) {
  private static final String SCORE = "score";
  private static final String BRANCHES = "branches";
  private static final String RANK = "rank";
  private static final String DISTANCE = "distance";

  /** Copies the list. */
  public FusedAnswer {
    neighbors = Required.elements(neighbors, "neighbors");
    plan = Required.present(plan, "plan");
  }

  /** The answer of a search in a collection that the codec writes the records of. */
  public static FusedAnswer of(FusedResult result, RecordCodec codec) {
    return new FusedAnswer(
        result.neighbors().stream().map(neighbor -> encode(neighbor, codec)).toList(),
        result.statistics().distanceComputations(),
        result.statistics().plan());
  }

  private static ObjectNode encode(FusedNeighbor neighbor, RecordCodec codec) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("id", RecordCodec.encodeId(neighbor.record().id()));
    json.put(SCORE, neighbor.score());
    ArrayNode branches = json.putArray(BRANCHES);
    for (Optional<BranchRank> branch : neighbor.branches()) {
      if (branch.isEmpty()) {
        branches.addNull();
      } else {
        branches
            .addObject()
            .put(RANK, branch.get().rank())
            .set(DISTANCE, ScalarJson.encode(ScalarType.FLOAT32, branch.get().distance()));
      }
    }
    json.setAll(codec.encode(neighbor.record()));
    return json;
  }
}
