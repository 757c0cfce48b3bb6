package io.vicinal.server.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A line of output: one JSON object, whose keys are in the order in which they were put. */
final class ReportLine {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode json = JSON.createObjectNode();

  ReportLine put(String key, String value) {
    json.put(key, value);
    return this;
  }

  ReportLine put(String key, long value) {
    json.put(key, value);
    return this;
  }

  ReportLine put(String key, JsonNode value) {
    json.set(key, value);
    return this;
  }

  /** Puts a number with so many digits behind the point. */
  ReportLine put(String key, double value, int digits) {
    double scale = Math.pow(10, digits);
    json.put(key, Math.rint(value * scale) / scale);
    return this;
  }

  /** Puts how fast searches were. */
  ReportLine put(LoadResult speed) {
    return put("qps", speed.queriesPerSecond(), 1)
        .put("p50_us", speed.p50Micros(), 1)
        .put("p99_us", speed.p99Micros(), 1);
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
