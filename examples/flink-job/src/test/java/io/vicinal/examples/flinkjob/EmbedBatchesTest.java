package io.vicinal.examples.flinkjob;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

// Flink declares that closing its harness throws Exception, which may be an interruption.
@SuppressWarnings("try")
class EmbedBatchesTest {
  private static final BatchLimits LIMITS = new BatchLimits(3, Duration.ofMillis(10));

  @BeforeEach
  void reset() {
    LengthEmbedder.reset();
  }

  @Test
  void embedsAFullBatchInOneCallAndKeepsTheOrder() throws Exception {
    try (var operator = open()) {
      operator.processElement(change("a", "one"), 0);
      operator.processElement(change("b", null), 0);
      assertThat(operator.extractOutputValues()).isEmpty();

      operator.processElement(change("a", "seven"), 0);

      assertThat(LengthEmbedder.CALLS).containsExactly(List.of("one", "seven"));
      assertThat(operator.extractOutputValues())
          .extracting(EmbedBatchesTest::summary)
          .containsExactly("a 3.0", "b gone", "a 5.0");
    }
  }

  @Test
  void embedsAPartBatchWhenItsFirstChangeHasWaited() throws Exception {
    try (var operator = open()) {
      operator.setProcessingTime(100);
      operator.processElement(change("a", "one"), 0);
      operator.setProcessingTime(105);
      operator.processElement(change("b", "three"), 0);
      operator.setProcessingTime(109);
      assertThat(operator.extractOutputValues()).isEmpty();

      operator.setProcessingTime(110);

      assertThat(operator.extractOutputValues()).hasSize(2);
      assertThat(LengthEmbedder.CALLS).containsExactly(List.of("one", "three"));
    }
  }

  @Test
  void givesABatchItsFullTimeThoughTheOneBeforeWasFullEarly() throws Exception {
    try (var operator = open()) {
      operator.setProcessingTime(100);
      for (String id : List.of("a", "b", "c")) {
        operator.processElement(change(id, "one"), 0);
      }
      operator.setProcessingTime(108);
      operator.processElement(change("d", "one"), 0);

      operator.setProcessingTime(110); // the timer of the first batch
      assertThat(operator.extractOutputValues()).hasSize(3);

      operator.setProcessingTime(118);
      assertThat(operator.extractOutputValues()).hasSize(4);
    }
  }

  @Test
  void handsEverythingOnBeforeACheckpointsBarrier() throws Exception {
    try (var operator = open()) {
      operator.processElement(change("a", "one"), 0);

      operator.prepareSnapshotPreBarrier(1);

      assertThat(operator.extractOutputValues()).hasSize(1);
    }
  }

  @Test
  void handsEverythingOnAtTheEndOfTheInput() throws Exception {
    try (var operator = open()) {
      operator.processElement(change("a", "one"), 0);

      operator.endInput();

      assertThat(operator.extractOutputValues()).hasSize(1);
    }
  }

  @Test
  void doesNotAskTheModelForDeletions() throws Exception {
    try (var operator = open()) {
      operator.processElement(change("a", null), 0);

      operator.endInput();

      assertThat(operator.extractOutputValues())
          .extracting(EmbedBatchesTest::summary)
          .containsExactly("a gone");
      assertThat(LengthEmbedder.CALLS).isEmpty();
    }
  }

  @Test
  void closesTheEmbedderWithTheTask() throws Exception {
    try (var operator = open()) {
      assertThat(LengthEmbedder.OPEN).hasValue(1);
      operator.endInput();
    }
    assertThat(LengthEmbedder.OPEN).hasValue(0);
  }

  private static OneInputStreamOperatorTestHarness<SynsetChange, EmbeddedChange> open()
      throws Exception {
    OneInputStreamOperatorTestHarness<SynsetChange, EmbeddedChange> harness =
        new OneInputStreamOperatorTestHarness<>(new EmbedBatches(new LengthEmbedder(), LIMITS));
    harness.open();
    return harness;
  }

  private static SynsetChange change(String id, @Nullable String text) {
    return new SynsetChange(
        id, text == null ? null : new SynsetEvent(id, text, "noun.act", List.of(id), 0));
  }

  private static String summary(EmbeddedChange change) {
    float[] vector = change.vector();
    return change.change().id() + " " + (vector == null ? "gone" : vector[0]);
  }
}
