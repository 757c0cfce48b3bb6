package io.vicinal.core.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.core.hnsw.RankProfile;
import io.vicinal.core.hnsw.RecallCurve;
import io.vicinal.core.hnsw.SearchTrials;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.StoredJson;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrialsJsonTest {
  private static final SearchTrials TRIALS =
      new SearchTrials(
          3000,
          RankProfile.of(Collections.nCopies(18, 0.25)),
          List.of(
              new RecallCurve(1, List.of(new RecallCurve.Point(1, 512, 0.5, 0.02))),
              new RecallCurve(
                  10,
                  List.of(
                      new RecallCurve.Point(10, 512, 0.75, 0.01),
                      new RecallCurve.Point(15, 512, 1, 0)))));

  @Test
  void readsWhatItWrites() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    TrialsJson.write(Map.of("v", TRIALS), json);
    assertThat(TrialsJson.read(StoredJson.of(json, "segment.json"), 3000))
        .isEqualTo(Map.of("v", TRIALS));
  }

  @Test
  void writesNothingWhereNothingWasLearnt() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    TrialsJson.write(Map.of(), json);
    assertThat(json.isEmpty()).isTrue();
    assertThat(TrialsJson.read(StoredJson.of(json, "segment.json"), 9)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1], 'recall': []",
        "[], 'recall': [{'k': 0, 'points': []}]",
        "[], 'recall': [{'k': 2, 'points': []}, {'k': 2, 'points': []}]",
        "[], 'recall': [{'k': 1, 'points': [{'ef': 1, 'trials': 9, 'recall': 2, 'error': 0}]}]",
        "[], 'recall': [{'k': 1, 'points': [{'ef': 1, 'trials': 0, 'recall': 1, 'error': 0}]}]",
        "[], 'recall': [{'k': 1, 'points': [{'ef': 1, 'trials': 1, 'recall': 1, 'error': 1e999}]}]",
        "[], 'recall': [{'k': 1, 'points': [{'ef': 1, 'recall': 1, 'error': 0}]}]",
        "[], 'recall': 7"
      })
  void whatNoTrialsFindIsDamage(String rest) {
    String text = "{'trials': {'v': {'rankLogarithms': " + rest + "}}}";
    StoredJson json = StoredJson.parse(text.replace('\'', '"'), "segment.json");
    assertThatThrownBy(() -> TrialsJson.read(json, 3000))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("segment.json");
  }
}
