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
  /** Text. */
  STRING(String.class),
  /** A day without a time zone. */
  DATE(LocalDate.class),
  /** An instant, in microseconds since 1970-01-01T00:00Z; finer parts are refused. */
  TIMESTAMP(Instant.class),
  /** Bytes; the buffer's remaining bytes are the value. */
  BINARY(ByteBuffer.class),
  /** A JSON text, for payloads without a schema. */
  JSON(String.class);

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
    return javaClass.isInstance(value)
        && !(value instanceof Instant instant
            && !instant.equals(instant.truncatedTo(ChronoUnit.MICROS)));
  }
}
