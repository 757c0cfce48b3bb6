package io.vicinal.testkit;

import io.vicinal.api.CodePointOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.OptionalInt;

/** How a value of a record is ordered relative to a literal: negative, zero or positive. */
final class ValueOrder {
  private ValueOrder() {}

  /** A value of an attribute and a literal that its type can be compared with. */
  static int of(Object value, Object literal) {
    if (value instanceof Boolean truth) {
      return Boolean.compare(truth, (Boolean) literal);
    } else if (value instanceof String text) {
      return CodePointOrder.compare(text, (String) literal);
    } else if (value instanceof LocalDate date) {
      return date.compareTo(date(literal));
    } else if (value instanceof Instant instant) {
      return instant.compareTo(instant(literal));
    } else if (value instanceof Float single) {
      return ofFloat32(single, (Number) literal);
    } else if (value instanceof Double number) {
      // The literal is rounded to the nearest value of the type; zero has one sign.
      return Double.compare(number + 0.0, ((Number) literal).doubleValue() + 0.0);
    } else if (value instanceof Integer || value instanceof Long) {
      return ofInteger(((Number) value).longValue(), (Number) literal);
    }
    throw new IllegalArgumentException("no order of " + value.getClass());
  }

  /** A value inside a JSON document; nothing if they are of different kinds. */
  static OptionalInt ofJson(Object value, Object literal) {
    if (value instanceof String text && literal instanceof String other) {
      return OptionalInt.of(CodePointOrder.compare(text, other));
    }
    if (value instanceof Boolean truth && literal instanceof Boolean other) {
      return OptionalInt.of(Boolean.compare(truth, other));
    }
    if (value instanceof BigDecimal number && literal instanceof Number other) {
      return OptionalInt.of(number.compareTo(exact(other)));
    }
    return OptionalInt.empty();
  }

  private static int ofFloat32(float value, Number literal) {
    float nearest = literal instanceof Long wide ? (float) (long) wide : literal.floatValue();
    if (Float.isInfinite(nearest) && !Double.isInfinite(literal.doubleValue())) {
      // Beyond the type's range, and before infinity.
      return Double.compare(value, literal.doubleValue());
    }
    return Float.compare(value + 0.0f, nearest + 0.0f);
  }

  private static int ofInteger(long value, Number literal) {
    if (Double.isInfinite(literal.doubleValue())) {
      return literal.doubleValue() > 0 ? -1 : 1;
    }
    return BigDecimal.valueOf(value).compareTo(exact(literal));
  }

  private static BigDecimal exact(Number number) {
    return number instanceof Double || number instanceof Float
        ? new BigDecimal(number.doubleValue())
        : BigDecimal.valueOf(number.longValue());
  }

  private static LocalDate date(Object literal) {
    return literal instanceof String text ? LocalDate.parse(text) : (LocalDate) literal;
  }

  private static Instant instant(Object literal) {
    if (literal instanceof String text) {
      return text.length() == "2026-01-31".length()
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    }
    return literal instanceof LocalDate date
        ? date.atStartOfDay(ZoneOffset.UTC).toInstant()
        : (Instant) literal;
  }
}
