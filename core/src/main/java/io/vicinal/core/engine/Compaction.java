package io.vicinal.core.engine;

import io.vicinal.core.segment.Rows;
import io.vicinal.core.segment.SealedSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.roaringbitmap.RoaringBitmap;

/**
 * Segments that are rewritten as one, and how their rows are numbered then: those that existed when
 * the compaction was chosen, in their order. Immutable.
 *
 * @param sources segments of the newest manifest, with their deletes at that position
 */
record Compaction(List<SegmentView> sources) {
  /** So many segments of a size class are merged. */
  static final int SEGMENTS_OF_A_CLASS = 4;

  /** A segment is rewritten once more than this part of its rows is deleted. */
  static final double MAX_DELETED = 0.25;

  /** Segments of a class differ in size by less than this factor. */
  private static final int CLASS_RATIO = 4;

  /** Smaller segments are all in one class. */
  private static final int SMALLEST_CLASS = 4096;

  /** A merge has no more rows than this: building its graph would take too long. */
  private static final long MAX_ROWS = 4_000_000;

  Compaction {
    sources = List.copyOf(sources);
  }

  /**
   * The next compaction that pays, or one without sources if there is none. Segments without a row
   * that exists are left to the next checkpoint, which drops them.
   */
  static Compaction choose(List<SegmentView> candidates) {
    List<SegmentView> segments =
        candidates.stream().filter(segment -> segment.liveRows() > 0).toList();
    for (SegmentView segment : segments) {
      if (segment.deleted().getCardinality() > MAX_DELETED * segment.rows().count()) {
        return new Compaction(List.of(segment));
      }
    }
    Map<Integer, List<SegmentView>> classes = new TreeMap<>();
    for (SegmentView segment : segments) {
      classes.computeIfAbsent(sizeClass(segment), c -> new ArrayList<>()).add(segment);
    }
    for (List<SegmentView> sameSize : classes.values()) {
      List<SegmentView> fitting = oldestThatFit(sameSize);
      if (fitting.size() >= SEGMENTS_OF_A_CLASS) {
        return new Compaction(fitting);
      }
    }
    return new Compaction(List.of());
  }

  /** The first segments of a class, without those with which they would be too large together. */
  private static List<SegmentView> oldestThatFit(List<SegmentView> sameSize) {
    List<SegmentView> fitting = new ArrayList<>();
    long rows = 0;
    for (SegmentView segment : sameSize) {
      if (rows + segment.liveRows() <= MAX_ROWS) {
        fitting.add(segment);
        rows += segment.liveRows();
      }
    }
    return fitting;
  }

  boolean isEmpty() {
    return sources.isEmpty();
  }

  /** Rows of the merged segment. */
  int rows() {
    return sources.stream().mapToInt(SegmentView::liveRows).reduce(0, Math::addExact);
  }

  /**
   * The segments with the merged one in place of the sources. Rows of the sources that were deleted
   * since the compaction was chosen are deleted in the merged segment.
   */
  List<SegmentView> applyTo(List<SegmentView> segments, SealedSegment merged) {
    RoaringBitmap deleted = new RoaringBitmap();
    int first = 0;
    for (SegmentView source : sources) {
      deletedSince(source, segments, first, deleted);
      first += source.liveRows();
    }
    Rows rows = merged.rows();
    List<SegmentView> replaced = new ArrayList<>();
    replaced.add(new SegmentView(merged, rows, deleted));
    for (SegmentView segment : segments) {
      if (sources.stream().noneMatch(source -> source.segment() == segment.segment())) {
        replaced.add(segment);
      }
    }
    return replaced;
  }

  private static void deletedSince(
      SegmentView source, List<SegmentView> segments, int firstRow, RoaringBitmap deleted) {
    for (SegmentView segment : segments) {
      if (segment.segment() == source.segment()) {
        RoaringBitmap since = RoaringBitmap.andNot(segment.deleted(), source.deleted());
        since.forEach((int row) -> deleted.add(firstRow + row - source.deleted().rank(row)));
        return;
      }
    }
    // A checkpoint has dropped the source since, because all of its rows were deleted.
    deleted.add((long) firstRow, (long) firstRow + source.liveRows());
  }

  private static int sizeClass(SegmentView segment) {
    long size = Math.max(1, segment.liveRows() / SMALLEST_CLASS);
    return (63 - Long.numberOfLeadingZeros(size))
        / (31 - Integer.numberOfLeadingZeros(CLASS_RATIO));
  }
}
