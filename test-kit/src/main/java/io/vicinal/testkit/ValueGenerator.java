package io.vicinal.testkit;

import io.vicinal.api.AttributeType;
import io.vicinal.api.ListType;
import io.vicinal.api.ScalarType;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Values of attributes: few different ones, so that filters find some, with those at the edges of
 * their types among them.
 */
final class ValueGenerator {
  private static final List<String> TEXTS =
      List.of(
          "", "a", "ab", "a%", "b_", "it's", "Zoë", "ｚ", "𝄞 clef", "\u0000", "2024-02-29", "-1");
  private static final List<Integer> INTEGERS =
      List.of(0, 1, -1, 2, 7, Integer.MIN_VALUE, Integer.MAX_VALUE);
  private static final List<Long> LONGS =
      List.of(0L, 1L, -1L, 2L, 7L, (1L << 53) + 1, Long.MIN_VALUE, Long.MAX_VALUE);
  private static final List<Float> FLOATS =
      List.of(
          0f,
          -0f,
          0.1f,
          1f,
          -1f,
          Float.MIN_VALUE,
          Float.MAX_VALUE,
          Float.NaN,
          Float.POSITIVE_INFINITY,
          Float.NEGATIVE_INFINITY);
  private static final List<Double> DOUBLES =
      List.of(
          0.0,
          -0.0,
          0.1,
          (double) 0.1f,
          1.0,
          -1.0,
          1e300,
          Double.MIN_VALUE,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY);
  private static final List<LocalDate> DATES =
      List.of(
          LocalDate.EPOCH,
          LocalDate.of(2024, 2, 29),
          LocalDate.of(1969, 12, 31),
          ScalarType.MIN_DATE,
          ScalarType.MAX_DATE);
  private static final List<Instant> INSTANTS =
      List.of(
          Instant.EPOCH,
          Instant.parse("2024-02-29T00:00:00Z"),
          Instant.parse("2024-02-29T12:00:00.000001Z"),
          Instant.parse("1969-12-31T23:59:59.999999Z"),
          ScalarType.MIN_TIMESTAMP,
          ScalarType.MAX_TIMESTAMP);
  private static final List<String> DOCUMENTS =
      List.of(
          "{}",
          "null",
          "3",
          "\"text\"",
          "[1, \"a\", null, [1], true]",
          "{\"n\": 1, \"s\": \"a\", \"b\": true, \"o\": {\"n\": 2.5, \"s\": \"ab\"}}",
          "{\"n\": 2, \"s\": \"b\", \"b\": false, \"o\": null, \"l\": [1, 2, \"a\"]}",
          "{\"n\": 9007199254740993, \"s\": \"Zo\\u00eb\", \"o\": [1], \"l\": []}",
          "{\"n\": -1.5e0, \"s\": 1, \"b\": \"true\", \"o\": {\"n\": 99999999999999999999}}",
          "{\"n\": 1, \"n\": 2}");

  private ValueGenerator() {}

  static Object any(AttributeType type, SplittableRandom random) {
    if (type instanceof ListType list) {
      return Stream.generate(() -> any(list.element(), random)).limit(random.nextInt(4)).toList();
    }
    return switch ((ScalarType) type) {
      case BOOLEAN -> random.nextBoolean();
      case INT32 -> oneOf(INTEGERS, random);
      case INT64 -> oneOf(LONGS, random);
      case FLOAT32 -> oneOf(FLOATS, random);
      case FLOAT64 -> oneOf(DOUBLES, random);
      case STRING -> oneOf(TEXTS, random);
      case DATE -> oneOf(DATES, random);
      case TIMESTAMP -> oneOf(INSTANTS, random);
      case BINARY -> binary(random);
      case JSON -> oneOf(DOCUMENTS, random);
    };
  }

  /** A text that is good for a prefix. */
  static String text(SplittableRandom random) {
    return oneOf(TEXTS, random);
  }

  static <T> T oneOf(List<T> choices, SplittableRandom random) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static ByteBuffer binary(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(4)];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }
}
