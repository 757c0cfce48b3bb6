package io.vicinal.core.engine;

import io.vicinal.core.segment.Rows;
import io.vicinal.core.segment.Segment;
import org.roaringbitmap.RoaringBitmap;

/**
 * A segment at one moment. Immutable.
 *
 * @param segment the segment, which may have got more rows since
 * @param rows its rows at that moment
 * @param deleted those of them that were deleted or replaced; never changed
 */
record SegmentView(Segment segment, Rows rows, RoaringBitmap deleted) {
  /** Rows that exist. */
  int liveRows() {
    return rows.count() - deleted.getCardinality();
  }

  /** Whether a row, which is one of {@link #rows}, exists. */
  boolean isLive(int row) {
    return !deleted.contains(row);
  }

  SegmentView with(Segment otherSegment, Rows otherRows) {
    return new SegmentView(otherSegment, otherRows, deleted);
  }
}
