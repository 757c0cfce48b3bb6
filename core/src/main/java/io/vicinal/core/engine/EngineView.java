package io.vicinal.core.engine;

import io.vicinal.api.RecordId;
import io.vicinal.core.log.LogPosition;
import io.vicinal.core.segment.ReferenceCount;
import io.vicinal.core.segment.Rows;
import java.util.List;

/**
 * What a reader sees: all segments after one log entry and before the next. Immutable. The rows
 * stay readable while the view is retained.
 */
final class EngineView implements AutoCloseable {
  private final LogPosition position;
  private final List<SegmentView> segments;
  private final ReferenceCount users;

  private EngineView(LogPosition position, List<SegmentView> segments, Runnable freed) {
    this.position = position;
    this.segments = List.copyOf(segments);
    this.users =
        new ReferenceCount(
            () -> {
              this.segments.forEach(segment -> segment.rows().release());
              freed.run();
            });
  }

  /** A view with one user, the caller; {@code freed} runs after the last has gone. */
  static EngineView of(LogPosition position, List<SegmentView> segments, Runnable freed) {
    segments.forEach(segment -> segment.rows().retain());
    return new EngineView(position, segments, freed);
  }

  /** The last entry that it contains. */
  LogPosition position() {
    return position;
  }

  /** The number of that entry. */
  long sequenceNumber() {
    return position.sequenceNumber();
  }

  /** The segments, the oldest first. */
  List<SegmentView> segments() {
    return segments;
  }

  /** Adds a user unless the last one has gone; says whether it did. */
  boolean tryRetain() {
    return users.tryRetain();
  }

  /** This view, for one more user; the caller is one. */
  EngineView shared() {
    users.retain();
    return this;
  }

  /** Removes a user. */
  @Override
  public void close() {
    users.release();
  }

  /** Hands the row that an id addresses to the reader, if there is one. */
  void find(RecordId id, RowConsumer reader) {
    for (int s = segments.size() - 1; s >= 0; s--) {
      SegmentView segment = segments.get(s);
      int row = segment.segment().find(id, segment.rows());
      if (row >= 0 && segment.isLive(row)) {
        reader.accept(segment.rows(), row);
        return;
      }
    }
  }

  /** Takes a row of a segment. */
  @FunctionalInterface
  interface RowConsumer {
    void accept(Rows rows, int row);
  }

  long liveRows() {
    return segments.stream().mapToLong(SegmentView::liveRows).sum();
  }

  long deletedRows() {
    return segments.stream().mapToLong(segment -> segment.deleted().getCardinality()).sum();
  }
}
