package io.vicinal.core.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * The rows that one entry deletes in the segments of a view. Bitmaps of the view are copied before
 * the first change, since readers hold them. For one thread.
 */
final class Deletions {
  private final List<SegmentView> segments;
  private final List<RoaringBitmap> bitmaps = new ArrayList<>();
  private final BitSet copied = new BitSet();

  Deletions(List<SegmentView> segments) {
    this.segments = segments;
    segments.forEach(segment -> bitmaps.add(segment.deleted()));
  }

  boolean contains(int segment, int row) {
    return bitmaps.get(segment).contains(row);
  }

  void add(int segment, int row) {
    if (!copied.get(segment)) {
      copied.set(segment);
      bitmaps.set(segment, bitmaps.get(segment).clone());
    }
    bitmaps.get(segment).add(row);
  }

  /** The segments as they are after the deletions. */
  List<SegmentView> applied() {
    List<SegmentView> applied = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      SegmentView segment = segments.get(i);
      applied.add(new SegmentView(segment.segment(), segment.rows(), bitmaps.get(i)));
    }
    return applied;
  }
}
