package io.vicinal.api;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** Types of single attribute values, each with the one Java class that represents it. */
public enum ScalarType implements AttributeType {
  /** A truth value. */
  BOOLEAN(Boolean.class),
  /** A signed 32-bit integer. */
  INT32(Integer.class),
  /** A signed 64-bit integer. */
  INT64(Long.class),
  /** An IEEE 754 single. */
  FLOAT32(Float.class),
  /** An IEEE 754 double. */
  FLOAT64(Double.class),
  /** Text; unpaired surrogates are refused, since UTF-8 cannot hold them. */
  STRING(String.class),
  /** A day without a time zone, within {@link #MIN_DATE} and {@link #MAX_DATE}. */
  DATE(LocalDate.class),
  /**
   * An instant, in microseconds since 1970-01-01T00:00Z as an int64; finer parts and instants
   * outside {@link #MIN_TIMESTAMP} and {@link #MAX_TIMESTAMP} are refused.
   */
  TIMESTAMP(Instant.class),
  /** Bytes; the buffer's remaining bytes are the value. */
  BINARY(ByteBuffer.class),
  /** A JSON text, for payloads without a schema; whether it is JSON is not checked. */
  JSON(String.class);

  /** The first day that an int32 of days since 1970 can hold. */
  public static final LocalDate MIN_DATE = LocalDate.ofEpochDay(Integer.MIN_VALUE);

  /** The last day that an int32 of days since 1970 can hold. */
  public static final LocalDate MAX_DATE = LocalDate.ofEpochDay(Integer.MAX_VALUE);

  /** The first instant that an int64 of microseconds since 1970 can hold. */
  public static final Instant MIN_TIMESTAMP = Instant.EPOCH.plus(Long.MIN_VALUE, ChronoUnit.MICROS);

  /** The last instant that an int64 of microseconds since 1970 can hold. */
  public static final Instant MAX_TIMESTAMP = Instant.EPOCH.plus(Long.MAX_VALUE, ChronoUnit.MICROS);

  private final Class<?> javaClass;

  ScalarType(Class<?> javaClass) {
    this.javaClass = javaClass;
  }

  /** The class of a value of this type. */
  public Class<?> javaClass() {
    return javaClass;
  }

  @Override
  public boolean accepts(Object value) {
    if (value instanceof Instant instant) {
      return this == TIMESTAMP && isStorable(instant);
    }
    if (value instanceof LocalDate date) {
      return this == DATE && !date.isBefore(MIN_DATE) && !date.isAfter(MAX_DATE);
    }
    if (value instanceof String text) {
      return (this == STRING || this == JSON) && Unicode.isWellFormed(text);
    }
    return javaClass.isInstance(value);
  }

  private static boolean isStorable(Instant instant) {
    return !instant.isBefore(MIN_TIMESTAMP)
        && !instant.isAfter(MAX_TIMESTAMP)
        && instant.equals(instant.truncatedTo(ChronoUnit.MICROS));
  }
}
