package io.vicinal.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the typing mistake behind a missing key. Jackson builds a record before it looks at the
 * keys that are left over, so a record that misses {@code vector} is refused before anybody sees
 * the {@code vektor} that was meant.
 */
final class UnknownKeys {
  private UnknownKeys() {}

  /** What to say about the first key that the document's type lacks, if there is one. */
  static Optional<String> find(JsonNode json, Type type) {
    if (type instanceof Class<?> document && document.isRecord() && json.isObject()) {
      return findInRecord(json, document);
    }
    if (type instanceof ParameterizedType generic) {
      if (generic.getRawType() == List.class && json.isArray()) {
        return findInAll(json, generic.getActualTypeArguments()[0]);
      }
      if (generic.getRawType() == Map.class && json.isObject()) {
        return findInAll(json, generic.getActualTypeArguments()[1]);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> findInAll(JsonNode json, Type type) {
    for (JsonNode element : json) {
      Optional<String> found = find(element, type);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> findInRecord(JsonNode json, Class<?> document) {
    RecordComponent[] components = document.getRecordComponents();
    List<String> keys = Arrays.stream(components).map(RecordComponent::getName).toList();
    for (Map.Entry<String, JsonNode> property : json.properties()) {
      int component = keys.indexOf(property.getKey());
      if (component < 0) {
        return Optional.of(explain(property.getKey(), keys));
      }
      Optional<String> inside = find(property.getValue(), components[component].getGenericType());
      if (inside.isPresent()) {
        return inside;
      }
    }
    return Optional.empty();
  }

  /** What to say about a key that is not among those that exist. */
  static String explain(String key, List<String> keys) {
    return "unknown key '"
        + key
        + NearestName.of(key, keys)
            .map(nearest -> "'; did you mean '" + nearest + "'? The keys are ")
            .orElse("'; the keys are ")
        + keys;
  }
}
