package io.vicinal.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vicinal.api.ScalarType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Attribute values in JSON: booleans, numbers and strings as they are, whole numbers exactly; the
 * floats that JSON lacks as {@code "NaN"}, {@code "Infinity"}, and {@code "-Infinity"}; dates as
 * {@code "2026-11-24"}, timestamps as {@code "2026-11-24T12:00:00.000001Z"}, bytes in base64, and
 * {@code json} attributes as the JSON value that they hold, where null is the same as absent. A
 * {@code json} attribute is not checked when it is written as a column: what {@link Json} does not
 * read is shown as a string, so that no record stops others from being read.
 */
final class ScalarJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ScalarJson() {}

  static JsonNode encode(ScalarType type, Object value) {
    return switch (type) {
      case BOOLEAN -> NODES.booleanNode((Boolean) value);
      case INT32 -> NODES.numberNode((Integer) value);
      case INT64 -> NODES.numberNode((Long) value);
      case FLOAT32 ->
          Float.isFinite((Float) value)
              ? NODES.numberNode((Float) value)
              : NODES.textNode(value.toString());
      case FLOAT64 ->
          Double.isFinite((Double) value)
              ? NODES.numberNode((Double) value)
              : NODES.textNode(value.toString());
      case STRING, DATE, TIMESTAMP -> NODES.textNode(value.toString());
      case BINARY -> NODES.binaryNode(bytes((ByteBuffer) value));
      case JSON -> {
        String text = (String) value;
        yield Json.tree(text).orElseGet(() -> NODES.textNode(text));
      }
    };
  }

  static Object decode(ScalarType type, JsonNode json, String place) {
    Object value =
        switch (type) {
          case BOOLEAN -> json.isBoolean() ? json.booleanValue() : null;
          case INT32 -> json.isIntegralNumber() && json.canConvertToInt() ? json.intValue() : null;
          case INT64 ->
              json.isIntegralNumber() && json.canConvertToLong() ? json.longValue() : null;
          case FLOAT32 -> float32(json);
          case FLOAT64 -> float64(json);
          case STRING -> json.isTextual() ? json.textValue() : null;
          case DATE -> date(json);
          case TIMESTAMP -> timestamp(json);
          case BINARY -> binary(json);
          case JSON -> json.toString();
        };
    if (value == null || !type.accepts(value)) {
      throw RecordCodec.invalid(
          place + ": " + RecordCodec.show(json) + "; expected " + expected(type));
    }
    return value;
  }

  private static String expected(ScalarType type) {
    return switch (type) {
      case BOOLEAN -> "true or false";
      case INT32 -> "a whole number from -2^31 to 2^31 - 1";
      case INT64 -> "a whole number from -2^63 to 2^63 - 1";
      case FLOAT32 -> "a number within float32, \"NaN\", \"Infinity\" or \"-Infinity\"";
      case FLOAT64 -> "a number within float64, \"NaN\", \"Infinity\" or \"-Infinity\"";
      case STRING -> "a string";
      case DATE -> "a date such as \"2026-11-24\"";
      case TIMESTAMP -> "an instant in microseconds such as \"2026-11-24T12:00:00.000001Z\"";
      case BINARY -> "bytes in base64";
      case JSON -> "a JSON value";
    };
  }

  private static @Nullable Float float32(JsonNode json) {
    Double special = special(json);
    if (special != null) {
      return special.floatValue();
    }
    // A finite number must not become an infinite one.
    return json.isNumber() && Float.isFinite(json.floatValue()) ? json.floatValue() : null;
  }

  private static @Nullable Double float64(JsonNode json) {
    Double special = special(json);
    if (special != null) {
      return special;
    }
    return json.isNumber() && Double.isFinite(json.doubleValue()) ? json.doubleValue() : null;
  }

  private static @Nullable Double special(JsonNode json) {
    if (!json.isTextual()) {
      return null;
    }
    return switch (json.textValue()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  private static @Nullable LocalDate date(JsonNode json) {
    try {
      return json.isTextual() ? LocalDate.parse(json.textValue()) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Instant timestamp(JsonNode json) {
    try {
      return json.isTextual() ? Instant.parse(json.textValue()) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable ByteBuffer binary(JsonNode json) {
    try {
      if (json.isBinary()) {
        return ByteBuffer.wrap(json.binaryValue());
      }
      return json.isTextual()
          ? ByteBuffer.wrap(Base64.getDecoder().decode(json.textValue()))
          : null;
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
