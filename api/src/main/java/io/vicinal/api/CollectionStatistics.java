package io.vicinal.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts of a collection, as of one moment for each shard.
 *
 * @param records live records: every one of them can be found by a search
 * @param deletedRows rows that were deleted or replaced and still take up space
 * @param segments number of segments, growing ones included
 * @param bytes size of the rows, indexes and keys in sealed segments: what is in memory only, logs
 *     and the small files that describe the segments are not counted
 * @param sequenceNumber that of the last write applied; of a collection with several shards the sum
 *     of what each has applied, which also grows with every write
 * @param fields what is known of the indexes of all segments, by vector field
 */
public record CollectionStatistics(
    long records,
    long deletedRows,
    int segments,
    long bytes,
    long sequenceNumber,
    Map<String, FieldStatistics> fields) {
  /** Copies the map, in its order. */
  public CollectionStatistics {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** What is known of the indexes of two parts of a collection, by vector field. */
  public static Map<String, FieldStatistics> sum(
      Map<String, FieldStatistics> some, Map<String, FieldStatistics> others) {
    Map<String, FieldStatistics> sums = new LinkedHashMap<>(some);
    others.forEach((field, statistics) -> sums.merge(field, statistics, FieldStatistics::plus));
    return sums;
  }
}
