package io.vicinal.server.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.api.IndexMemory;

/**
 * A line of the output of {@code vicinal bench ann}. Its keys are a contract: scripts compare them
 * across releases.
 *
 * @param ef width of the search
 * @param recall part of the true neighbours that were found, on average
 * @param speed of the searches
 * @param buildSeconds what building the index took
 * @param memory of the index
 * @param distanceComputations of a search, on average
 */
record AnnReport(
    int ef,
    double recall,
    LoadResult speed,
    double buildSeconds,
    IndexMemory memory,
    double distanceComputations) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The report as one line of JSON. */
  String toJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("ef", ef);
    json.put("recall", rounded(recall, 5));
    json.put("qps", rounded(speed.queriesPerSecond(), 1));
    json.put("p50_us", rounded(speed.p50Micros(), 1));
    json.put("p99_us", rounded(speed.p99Micros(), 1));
    json.put("build_seconds", rounded(buildSeconds, 3));
    json.put("index_bytes", memory.total());
    json.put("vector_bytes", memory.vectors());
    json.put("code_bytes", memory.codes());
    json.put("graph_bytes", memory.graph());
    json.put("distance_computations", rounded(distanceComputations, 1));
    return json.toString();
  }

  private static double rounded(double value, int digits) {
    double scale = Math.pow(10, digits);
    return Math.rint(value * scale) / scale;
  }
}
