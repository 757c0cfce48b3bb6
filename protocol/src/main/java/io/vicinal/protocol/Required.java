package io.vicinal.protocol;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks of keys: Jackson passes null for those that a document lacks, and for a null in it. */
final class Required {
  private Required() {}

  static <T> T present(@Nullable T value, String key) {
    if (value == null) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "key '" + key + "' is missing; it is required");
    }
    return value;
  }

  /** A copy of a list that is there, as is each of its elements. */
  static <T> List<T> elements(@Nullable List<T> list, String key) {
    List<T> elements = new ArrayList<>();
    for (@Nullable T element : present(list, key)) {
      if (element == null) {
        throw new VicinalException(
            ErrorCode.INVALID_ARGUMENT,
            "element " + elements.size() + " of key '" + key + "' is null; expected a value");
      }
      elements.add(element);
    }
    return Collections.unmodifiableList(elements);
  }

  /** A copy, in the same order, of a map that is there, as is each of its values. */
  static <T> Map<String, T> values(@Nullable Map<String, T> map, String key) {
    Map<String, T> values = new LinkedHashMap<>();
    for (Map.Entry<String, T> entry : present(map, key).entrySet()) {
      @Nullable T value = entry.getValue();
      if (value == null) {
        throw new VicinalException(
            ErrorCode.INVALID_ARGUMENT,
            "'" + entry.getKey() + "' of key '" + key + "' is null; expected a value");
      }
      values.put(entry.getKey(), value);
    }
    return Collections.unmodifiableMap(values);
  }
}
