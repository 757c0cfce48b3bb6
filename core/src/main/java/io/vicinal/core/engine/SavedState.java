package io.vicinal.core.engine;

import io.vicinal.core.log.LogPosition;
import java.util.List;

/**
 * The segments of a collection at a position in its log, without the growing one: what a manifest
 * records.
 *
 * @param position the last entry that they contain
 * @param nextSegmentId larger than the number of every segment
 * @param segments the oldest first
 */
record SavedState(LogPosition position, long nextSegmentId, List<SegmentView> segments) {
  SavedState {
    segments = List.copyOf(segments);
  }
}
