package io.vicinal.flink;

import io.vicinal.api.Metric;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.api.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * What a table's options say about one vector field: {@code vector.<column>.dimension} and {@code
 * vector.<column>.metric}.
 */
record VectorOptions(@Nullable Integer dimension, @Nullable Metric metric) implements Serializable {
  private static final String DIMENSION = "dimension";
  private static final String METRIC = "metric";

  /** The metric of a field whose options name none. */
  static final Metric DEFAULT_METRIC = Metric.COSINE;

  /**
   * By column, what a table's options say.
   *
   * @throws ValidationException if they have another form
   */
  static Map<String, VectorOptions> parse(Map<String, String> options) {
    Map<String, VectorOptions> parsed = new TreeMap<>();
    options.forEach(
        (key, value) -> {
          if (key.startsWith(VicinalTableOptions.VECTOR_PREFIX)) {
            int dot = key.lastIndexOf('.');
            int start = VicinalTableOptions.VECTOR_PREFIX.length();
            if (dot <= start) {
              throw unknown(key);
            }
            VectorOptions known =
                parsed.getOrDefault(key.substring(start, dot), new VectorOptions(null, null));
            parsed.put(key.substring(start, dot), known.with(key, key.substring(dot + 1), value));
          }
        });
    return parsed;
  }

  Metric metricOrDefault() {
    return metric == null ? DEFAULT_METRIC : metric;
  }

  private VectorOptions with(String key, String property, String value) {
    return switch (property) {
      case DIMENSION -> new VectorOptions(dimension(key, value), metric);
      case METRIC -> new VectorOptions(dimension, metric(key, value));
      default -> throw unknown(key);
    };
  }

  private static int dimension(String key, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new ValidationException(
          "option '%s' is '%s'; expected a whole number".formatted(key, value), e);
    }
  }

  private static Metric metric(String key, String value) {
    try {
      return Metric.valueOf(value.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ValidationException(
          "option '%s' is '%s'; expected one of %s"
              .formatted(key, value, Arrays.toString(Metric.values()).toLowerCase(Locale.ROOT)),
          e);
    }
  }

  private static ValidationException unknown(String key) {
    return new ValidationException(
        "unknown option '%s'; expected vector.<column>.%s or vector.<column>.%s"
            .formatted(key, DIMENSION, METRIC));
  }
}
