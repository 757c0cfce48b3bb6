package io.vicinal.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecordIdTest {
  @Test
  void sortsIntegersByValueBeforeStringsByCodePoint() {
    List<RecordId> sorted =
        List.of(
            RecordId.of(Long.MIN_VALUE),
            RecordId.of(-1),
            RecordId.of(0),
            RecordId.of(10),
            RecordId.of("10"),
            RecordId.of("9"),
            RecordId.of("a"),
            RecordId.of("ab"),
            RecordId.of("é"),
            RecordId.of("\uffff"),
            RecordId.of("𝄞"));

    assertThat(sorted).isSorted();
    for (int i = 0; i < sorted.size(); i++) {
      for (int j = 0; j < sorted.size(); j++) {
        assertThat(Integer.signum(sorted.get(i).compareTo(sorted.get(j))))
            .isEqualTo(Integer.signum(Integer.compare(i, j)));
      }
    }
  }

  @Test
  void takesStringsUpToItsLimitInBytes() {
    assertThat(RecordId.of("é".repeat(512))).hasToString("é".repeat(512));
    Refused.by(() -> RecordId.of("é".repeat(512) + "x"), ErrorCode.INVALID_RECORD, "1025 bytes");
    Refused.by(() -> RecordId.of(""), ErrorCode.INVALID_RECORD, "0 bytes", "1..1024");
  }

  /** All of them would be stored as a question mark, and could not be told apart. */
  @Test
  void refusesUnpairedSurrogates() {
    for (String text : List.of("\ud834", "\udd1e", "a\ud834b", "\udd1e\ud834", "𝄞\ud834")) {
      Refused.by(() -> RecordId.of(text), ErrorCode.INVALID_RECORD, "surrogate");
    }
    assertThat(RecordId.of("𝄞𝄞").type()).isEqualTo(IdType.STRING);
  }

  @Test
  void isEqualByTypeAndValue() {
    assertThat(RecordId.of(7)).isEqualTo(RecordId.of(7)).isNotEqualTo(RecordId.of("7"));
    assertThat(RecordId.of(7).type()).isEqualTo(IdType.INT64);
    assertThat(RecordId.of(-7)).hasToString("-7");
  }
}
