package io.vicinal.api.filter;

import io.vicinal.api.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a literal lies among the values of a type: at one of them, between two, or outside all.
 *
 * @param value the greatest value of the type that is not above the literal; null if there is none
 * @param exact whether that value is the literal
 */
record LiteralPlace(@Nullable Object value, boolean exact) {
  private static final LiteralPlace BELOW_ALL = new LiteralPlace(null, false);

  private static final BigInteger MIN_INT64 = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX_INT64 = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger MIN_INT32 = BigInteger.valueOf(Integer.MIN_VALUE);
  private static final BigInteger MAX_INT32 = BigInteger.valueOf(Integer.MAX_VALUE);

  /** Empty if no literal of that kind compares with the type. */
  static Optional<LiteralPlace> of(ScalarType type, Object literal) {
    return switch (type) {
      case BOOLEAN -> exactly(Boolean.class, literal);
      case STRING -> exactly(String.class, literal);
      case INT32 -> number(literal).map(n -> integer(n, MIN_INT32, MAX_INT32).map32());
      case INT64 -> number(literal).map(n -> integer(n, MIN_INT64, MAX_INT64));
      case FLOAT32 -> number(literal).map(LiteralPlace::float32);
      case FLOAT64 -> number(literal).map(n -> at(n.doubleValue() + 0.0));
      case DATE -> date(literal).map(LiteralPlace::day);
      case TIMESTAMP -> timestamp(literal).map(LiteralPlace::microsecond);
      case BINARY, JSON -> Optional.empty();
    };
  }

  /** A value of the type that no other is below. */
  static Object lowest(ScalarType type) {
    return switch (type) {
      case BOOLEAN -> false;
      case STRING, JSON -> "";
      case INT32 -> Integer.MIN_VALUE;
      case INT64 -> Long.MIN_VALUE;
      case FLOAT32 -> Float.NEGATIVE_INFINITY;
      case FLOAT64 -> Double.NEGATIVE_INFINITY;
      case DATE -> ScalarType.MIN_DATE;
      case TIMESTAMP -> ScalarType.MIN_TIMESTAMP;
      case BINARY -> throw new IllegalStateException("binary values are not compared");
    };
  }

  private static LiteralPlace at(Object value) {
    return new LiteralPlace(value, true);
  }

  private static LiteralPlace above(Object value) {
    return new LiteralPlace(value, false);
  }

  private static Optional<LiteralPlace> exactly(Class<?> expected, Object literal) {
    return expected.isInstance(literal) ? Optional.of(at(literal)) : Optional.empty();
  }

  private static Optional<Number> number(Object literal) {
    return literal instanceof Number number && !Double.isNaN(number.doubleValue())
        ? Optional.of(number)
        : Optional.empty();
  }

  private static LiteralPlace integer(Number number, BigInteger min, BigInteger max) {
    double approximate = number.doubleValue();
    if (Double.isInfinite(approximate)) {
      return approximate > 0 ? above(max.longValueExact()) : BELOW_ALL;
    }
    boolean floating = number instanceof Double || number instanceof Float;
    BigDecimal exact = floating ? new BigDecimal(approximate) : new BigDecimal(number.longValue());
    BigInteger floor = exact.setScale(0, RoundingMode.FLOOR).toBigInteger();
    if (floor.compareTo(min) < 0) {
      return BELOW_ALL;
    }
    if (floor.compareTo(max) > 0) {
      return above(max.longValueExact());
    }
    boolean whole = exact.compareTo(new BigDecimal(floor)) == 0;
    return new LiteralPlace(floor.longValueExact(), whole);
  }

  private LiteralPlace map32() {
    return value instanceof Long wide ? new LiteralPlace(Math.toIntExact(wide), exact) : this;
  }

  /** Rounded to the nearest float32, unless that is an infinity which the literal is not. */
  private static LiteralPlace float32(Number number) {
    float nearest = number instanceof Long wide ? (float) (long) wide : number.floatValue();
    if (Float.isInfinite(nearest) && !Double.isInfinite(number.doubleValue())) {
      return above(nearest > 0 ? Float.MAX_VALUE : Float.NEGATIVE_INFINITY);
    }
    return at(nearest + 0.0f);
  }

  private static Optional<LocalDate> date(Object literal) {
    if (literal instanceof String text) {
      return TemporalText.date(text);
    }
    return literal instanceof LocalDate date ? Optional.of(date) : Optional.empty();
  }

  private static LiteralPlace day(LocalDate date) {
    if (date.isBefore(ScalarType.MIN_DATE)) {
      return BELOW_ALL;
    }
    return date.isAfter(ScalarType.MAX_DATE) ? above(ScalarType.MAX_DATE) : at(date);
  }

  private static Optional<Instant> timestamp(Object literal) {
    if (literal instanceof String text) {
      return TemporalText.timestamp(text);
    }
    if (literal instanceof LocalDate date) {
      return Optional.of(TemporalText.startOfDay(date));
    }
    return literal instanceof Instant instant ? Optional.of(instant) : Optional.empty();
  }

  private static LiteralPlace microsecond(Instant instant) {
    if (instant.isBefore(ScalarType.MIN_TIMESTAMP)) {
      return BELOW_ALL;
    }
    if (instant.isAfter(ScalarType.MAX_TIMESTAMP)) {
      return above(ScalarType.MAX_TIMESTAMP);
    }
    Instant floor = instant.truncatedTo(ChronoUnit.MICROS);
    return new LiteralPlace(floor, floor.equals(instant));
  }
}
