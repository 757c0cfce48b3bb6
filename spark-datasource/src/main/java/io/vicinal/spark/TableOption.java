package io.vicinal.spark;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.util.Optional;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * Every option that this connector reads, under the name that users write. A catalog's options are
 * {@code spark.sql.catalog.NAME.OPTION}; tables in it inherit them, and a read or a write may
 * override them.
 */
enum TableOption {
  /** Where the node listens. */
  URI("uri", null),
  /** Sent with every request. */
  API_KEY("api-key", null),
  /** The collection, where no catalog names it. */
  COLLECTION("collection", null),
  /** The longest time, in seconds, of a request, and of silence while an answer is owed. */
  REQUEST_TIMEOUT("request-timeout-seconds", "30"),
  /** The most rows in a batch that is written. */
  WRITE_BATCH_ROWS("write-batch-rows", "2048"),
  /** The most batches that are written ahead of their acknowledgement, for each task. */
  WRITE_IN_FLIGHT("write-in-flight", "4"),
  /** The most queries that a k-NN join sends at a time. */
  NEAREST_BATCH_ROWS("nearest-batch-rows", "256"),
  /** The width of the index search of a k-NN join; the field's own unless set. */
  NEAREST_EF("ef", null);

  private final String key;
  private final @Nullable String fallback;

  TableOption(String key, @Nullable String fallback) {
    this.key = key;
    this.fallback = fallback;
  }

  String key() {
    return key;
  }

  /** What holds if the option is not set. */
  Optional<String> fallback() {
    return Optional.ofNullable(fallback);
  }

  /** The value set, or the fallback. */
  Optional<String> find(CaseInsensitiveStringMap options) {
    String set = options.get(key);
    return set == null ? fallback() : Optional.of(set);
  }

  /**
   * The value set.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_CONFIGURATION} if there is none
   */
  String require(CaseInsensitiveStringMap options, String example) {
    return find(options)
        .orElseThrow(
            () -> invalid("option '" + key + "' is missing; expected it as in '" + example + "'"));
  }

  /**
   * The value as a number, if there is one.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_CONFIGURATION} if it is none from 1 to most
   */
  Optional<Integer> findPositive(CaseInsensitiveStringMap options, int most) {
    return find(options).map(text -> positive(text, most));
  }

  private int positive(String text, int most) {
    try {
      int value = Integer.parseInt(text.trim());
      if (value >= 1 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw invalid(expected(text, most), e);
    }
    throw invalid(expected(text, most));
  }

  private String expected(String text, int most) {
    return "option '" + key + "' is '" + text + "'; expected a whole number from 1 to " + most;
  }

  private static VicinalException invalid(String message) {
    return new VicinalException(ErrorCode.INVALID_CONFIGURATION, message);
  }

  private static VicinalException invalid(String message, NumberFormatException cause) {
    return new VicinalException(ErrorCode.INVALID_CONFIGURATION, message, cause);
  }
}
