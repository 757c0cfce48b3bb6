package io.vicinal.core.segment;

import org.apache.arrow.vector.BigIntVector;

/**
 * The sequence numbers of a segment's rows.
 *
 * @param first the smallest
 * @param last the largest
 */
public record SequenceRange(long first, long last) {
  static SequenceRange of(Rows rows) {
    long first = Long.MAX_VALUE;
    long last = 0;
    for (RowChunk chunk : rows.chunks()) {
      BigIntVector numbers = (BigIntVector) chunk.column(SegmentSchema.SEQUENCE);
      for (int i = 0; i < chunk.rowCount(); i++) {
        first = Math.min(first, numbers.get(i));
        last = Math.max(last, numbers.get(i));
      }
    }
    return new SequenceRange(first, last);
  }
}
