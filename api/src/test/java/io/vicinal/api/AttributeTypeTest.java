package io.vicinal.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttributeTypeTest {
  private static final Map<Object, Set<ScalarType>> ACCEPTED =
      Map.of(
          true,
          EnumSet.of(ScalarType.BOOLEAN),
          7,
          EnumSet.of(ScalarType.INT32),
          7L,
          EnumSet.of(ScalarType.INT64),
          7f,
          EnumSet.of(ScalarType.FLOAT32),
          7.0,
          EnumSet.of(ScalarType.FLOAT64),
          "7",
          EnumSet.of(ScalarType.STRING, ScalarType.JSON),
          LocalDate.EPOCH,
          EnumSet.of(ScalarType.DATE),
          Instant.EPOCH,
          EnumSet.of(ScalarType.TIMESTAMP),
          ByteBuffer.allocate(7),
          EnumSet.of(ScalarType.BINARY),
          'c',
          EnumSet.noneOf(ScalarType.class));

  @ParameterizedTest
  @EnumSource(ScalarType.class)
  void acceptsValuesOfItsClassAndNoOther(ScalarType type) {
    ACCEPTED.forEach(
        (value, types) -> {
          assertThat(type.accepts(value)).as(type + " " + value).isEqualTo(types.contains(type));
          assertThat(new ListType(type).accepts(List.of(value, value)))
              .isEqualTo(types.contains(type));
          assertThat(new ListType(type).accepts(value)).isFalse();
        });
    assertThat(new ListType(type).accepts(List.of())).isTrue();
  }

  @Test
  void acceptsTheTimesThatAColumnCanHold() {
    assertThat(ScalarType.DATE.accepts(ScalarType.MIN_DATE)).isTrue();
    assertThat(ScalarType.DATE.accepts(ScalarType.MIN_DATE.minusDays(1))).isFalse();
    assertThat(ScalarType.DATE.accepts(ScalarType.MAX_DATE)).isTrue();
    assertThat(ScalarType.DATE.accepts(ScalarType.MAX_DATE.plusDays(1))).isFalse();
    assertThat(ScalarType.TIMESTAMP.accepts(ScalarType.MIN_TIMESTAMP)).isTrue();
    assertThat(ScalarType.TIMESTAMP.accepts(ScalarType.MIN_TIMESTAMP.minusNanos(1000))).isFalse();
    assertThat(ScalarType.TIMESTAMP.accepts(ScalarType.MAX_TIMESTAMP)).isTrue();
    assertThat(ScalarType.TIMESTAMP.accepts(ScalarType.MAX_TIMESTAMP.plusNanos(1000))).isFalse();
    assertThat(ScalarType.TIMESTAMP.accepts(Instant.ofEpochSecond(1, 1000))).isTrue();
    assertThat(ScalarType.TIMESTAMP.accepts(Instant.ofEpochSecond(1, 1))).isFalse();
  }

  @Test
  void acceptsNoTextThatUtf8CannotHold() {
    assertThat(ScalarType.STRING.accepts("𝄞")).isTrue();
    assertThat(ScalarType.STRING.accepts("\ud834")).isFalse();
    assertThat(ScalarType.JSON.accepts("\"\ud834\"")).isFalse();
    assertThat(new ListType(ScalarType.STRING).accepts(List.of("a", "\ud834"))).isFalse();
  }

  @Test
  void namesListsByTheirElement() {
    assertThat(new ListType(ScalarType.INT32)).hasToString("LIST<INT32>");
  }
}
