package io.vicinal.core.segment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.core.hnsw.RankProfile;
import io.vicinal.core.hnsw.RecallCurve;
import io.vicinal.core.hnsw.SearchTrials;
import io.vicinal.core.io.StoredJson;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The object {@code trials} of a segment's descriptor. It is not there where nothing was learnt,
 * nor in segments of earlier releases.
 */
final class TrialsJson {
  private static final String FIELD = "trials";

  private TrialsJson() {}

  static void write(Map<String, SearchTrials> trials, ObjectNode descriptor) {
    if (trials.isEmpty()) {
      return;
    }
    ObjectNode json = descriptor.putObject(FIELD);
    trials.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> write(entry.getValue(), json.putObject(entry.getKey())));
  }

  private static void write(SearchTrials trials, ObjectNode json) {
    ArrayNode logarithms = json.putArray("rankLogarithms");
    trials.profile().logarithms().forEach(logarithms::add);
    ArrayNode curves = json.putArray("recall");
    for (RecallCurve curve : trials.recall()) {
      ObjectNode node = curves.addObject();
      node.put("k", curve.k());
      ArrayNode points = node.putArray("points");
      curve
          .points()
          .forEach(
              point ->
                  points
                      .addObject()
                      .put("ef", point.ef())
                      .put("trials", point.trials())
                      .put("recall", point.recall())
                      .put("error", point.error()));
    }
  }

  /**
   * What {@link #write} wrote.
   *
   * @param rows of the segment
   * @throws io.vicinal.core.io.DamagedFileException when it is not such
   */
  static Map<String, SearchTrials> read(StoredJson descriptor, int rows) {
    Map<String, SearchTrials> trials = new LinkedHashMap<>();
    if (descriptor.findObject(FIELD).isPresent()) {
      descriptor
          .objects(FIELD)
          .forEach((name, json) -> trials.put(name, readOne(name, json, rows)));
    }
    return trials;
  }

  private static SearchTrials readOne(String field, StoredJson json, int rows) {
    try {
      return new SearchTrials(
          rows,
          RankProfile.of(json.decimals("rankLogarithms")),
          json.list("recall").stream().map(TrialsJson::readCurve).toList());
    } catch (IllegalArgumentException e) {
      throw json.damaged("what trials of '" + field + "' find", String.valueOf(e.getMessage()));
    }
  }

  private static RecallCurve readCurve(StoredJson json) {
    return new RecallCurve(
        json.integer("k"), json.list("points").stream().map(TrialsJson::readPoint).toList());
  }

  private static RecallCurve.Point readPoint(StoredJson json) {
    return new RecallCurve.Point(
        json.integer("ef"), json.integer("trials"), json.decimal("recall"), json.decimal("error"));
  }
}
