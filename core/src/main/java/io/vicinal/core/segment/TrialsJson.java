package io.vicinal.core.segment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.core.hnsw.RecallCurve;
import io.vicinal.core.hnsw.SearchTrials;
import io.vicinal.core.io.StoredJson;
import java.util.Comparator;
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
    trials.rankLogarithms().forEach(logarithms::add);
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
                      .put("recall", point.recall())
                      .put("error", point.error()));
    }
  }

  /**
   * What {@link #write} wrote.
   *
   * @throws io.vicinal.core.io.DamagedFileException when it is not such
   */
  static Map<String, SearchTrials> read(StoredJson descriptor) {
    Map<String, SearchTrials> trials = new LinkedHashMap<>();
    if (descriptor.findObject(FIELD).isPresent()) {
      descriptor.objects(FIELD).forEach((name, json) -> trials.put(name, readOne(json)));
    }
    return trials;
  }

  private static SearchTrials readOne(StoredJson json) {
    return new SearchTrials(
        json.decimals("rankLogarithms"),
        json.list("recall").stream()
            .map(
                curve ->
                    new RecallCurve(
                        curve.integer("k"),
                        curve.list("points").stream()
                            .map(
                                point ->
                                    new RecallCurve.Point(
                                        point.integer("ef"),
                                        point.decimal("recall"),
                                        point.decimal("error")))
                            .toList()))
            .sorted(Comparator.comparingInt(RecallCurve::k))
            .toList());
  }
}
