package io.vicinal.testkit;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON text into maps, lists, strings, booleans, numbers and null. A number is an int64 if
 * it is written without fraction and exponent and is within range, else the nearest float64, and is
 * returned by its exact value.
 */
final class JsonText {
  private final String text;
  private int position;

  private JsonText(String text) {
    this.text = text;
  }

  /** The document; an {@link IllegalArgumentException} if the text is not one. */
  static @Nullable Object parse(String text) {
    JsonText reader = new JsonText(text);
    Object value = reader.value();
    reader.skipSpace();
    if (reader.position != text.length()) {
      throw reader.unexpected();
    }
    return value;
  }

  /** The value at a path; null where a step leads into anything but an object. */
  static @Nullable Object at(@Nullable Object document, List<String> path) {
    Object value = document;
    for (String key : path) {
      value = value instanceof Map<?, ?> object ? object.get(key) : null;
    }
    return value;
  }

  private @Nullable Object value() {
    skipSpace();
    if (skip("null")) {
      return null;
    } else if (skip("true")) {
      return true;
    } else if (skip("false")) {
      return false;
    } else if (skip("\"")) {
      return string();
    } else if (skip("[")) {
      return array();
    } else if (skip("{")) {
      return object();
    }
    return number();
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> elements = new ArrayList<>();
    skipSpace();
    if (skip("]")) {
      return elements;
    }
    do {
      elements.add(value());
      skipSpace();
    } while (skip(","));
    require("]");
    return elements;
  }

  /** Of keys that occur twice the last counts. */
  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    skipSpace();
    if (skip("}")) {
      return members;
    }
    do {
      skipSpace();
      require("\"");
      String key = string();
      skipSpace();
      require(":");
      members.put(key, value());
      skipSpace();
    } while (skip(","));
    require("}");
    return members;
  }

  private String string() {
    StringBuilder result = new StringBuilder();
    while (!skip("\"")) {
      char c = next();
      result.append(c == '\\' ? escaped(next()) : c);
    }
    return result.toString();
  }

  private char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        position += 4;
        yield (char) Integer.parseInt(text, position - 4, position, 16);
      }
      case '"', '\\', '/' -> c;
      default -> throw unexpected();
    };
  }

  private BigDecimal number() {
    int start = position;
    while (position < text.length() && "+-.eE0123456789".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
    if (start == position) {
      throw unexpected();
    }
    String digits = text.substring(start, position);
    if (digits.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E')) {
      BigDecimal whole = new BigDecimal(digits);
      if (whole.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0
          && whole.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
        return whole;
      }
    }
    double nearest = Double.parseDouble(digits);
    return Double.isInfinite(nearest) ? new BigDecimal(digits) : new BigDecimal(nearest);
  }

  private void skipSpace() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private boolean skip(String expected) {
    boolean found = text.startsWith(expected, position);
    position += found ? expected.length() : 0;
    return found;
  }

  private void require(String expected) {
    if (!skip(expected)) {
      throw unexpected();
    }
  }

  private char next() {
    if (position == text.length()) {
      throw unexpected();
    }
    return text.charAt(position++);
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException("no JSON from position " + position + " on: " + text);
  }
}
