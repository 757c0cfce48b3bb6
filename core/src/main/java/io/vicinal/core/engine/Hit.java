package io.vicinal.core.engine;

import io.vicinal.api.RecordId;
import io.vicinal.api.VectorRecord;
import java.util.Comparator;
import java.util.Optional;

/**
 * A row that a search found. It can be read until its search is closed.
 *
 * @param distance as the metric defines it
 * @param id the record's
 * @param source the segment that it was found in
 * @param row its number there
 */
record Hit(float distance, RecordId id, SegmentSearch source, int row) {
  /** Ties go to the smaller id. */
  static final Comparator<Hit> NEAREST =
      Comparator.comparingDouble(Hit::distance).thenComparing(Hit::id);

  /** The group that the row is in, if the request groups. */
  Optional<Object> group() {
    return source.group(row);
  }

  /** Copies the vector as the index holds it: under cosine scaled to length 1. */
  void copyVector(float[] into) {
    source.copyVector(row, into);
  }

  /** The record, with the fields that the request asked for. */
  VectorRecord read() {
    return source.read(row);
  }
}
