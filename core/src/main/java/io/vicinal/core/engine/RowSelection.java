package io.vicinal.core.engine;

import io.vicinal.core.filter.RowFilter;
import io.vicinal.core.segment.RowChunk;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import org.roaringbitmap.RoaringBitmap;

/** The rows of a view that a scan returns, chunk by chunk. For one thread. */
final class RowSelection {
  private final List<SegmentView> segments;
  private final Optional<RowFilter> filter;
  private long left;
  private int segment;
  private int nextChunk;
  private BitSet rows = new BitSet();

  RowSelection(List<SegmentView> segments, Optional<RowFilter> filter, OptionalLong limit) {
    this.segments = segments;
    this.filter = filter;
    this.left = limit.orElse(Long.MAX_VALUE);
  }

  /** Goes to the next chunk with a row to return; says whether there is one. */
  boolean next() {
    while (left > 0 && segment < segments.size()) {
      SegmentView current = segments.get(segment);
      if (nextChunk == current.rows().chunks().size()) {
        segment++;
        nextChunk = 0;
      } else {
        rows = select(current, nextChunk++);
        left -= rows.cardinality();
        if (!rows.isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }

  /** The present chunk. */
  RowChunk chunk() {
    return segments.get(segment).rows().chunks().get(nextChunk - 1);
  }

  /** The rows of the present chunk that are returned. */
  BitSet rows() {
    return rows;
  }

  private BitSet select(SegmentView current, int chunkIndex) {
    RowChunk chunk = current.rows().chunks().get(chunkIndex);
    int start = current.rows().start(chunkIndex);
    RoaringBitmap deleted = current.deleted();
    IntPredicate passes = filter.isEmpty() ? row -> true : filter.get().on(chunk);
    BitSet selected = new BitSet(chunk.rowCount());
    long selectedRows = 0;
    for (int row = 0; row < chunk.rowCount() && selectedRows < left; row++) {
      if (!deleted.contains(start + row) && passes.test(row)) {
        selected.set(row);
        selectedRows++;
      }
    }
    return selected;
  }
}
