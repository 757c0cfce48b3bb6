package io.vicinal.core.engine;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import io.vicinal.core.log.LogPosition;
import io.vicinal.core.segment.ReferenceCount;
import io.vicinal.core.segment.Segment;
import io.vicinal.core.segment.SegmentSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The segments of a collection in memory and the one place where they change.
 *
 * <h2>Protocol</h2>
 *
 * <ol>
 *   <li>Readers take the present view, which is immutable, and give it back. They take no lock.
 *   <li>Whoever changes the segments holds this object's monitor: the writer while it applies an
 *       entry, a checkpoint while it freezes or replaces segments. Each change publishes a new view
 *       in one volatile write, so that a reader sees an entry whole or not at all.
 *   <li>The last segment of a view is the growing one. Only the writer adds to it.
 *   <li>A view keeps the rows of its segments alive, and with them the vectors that searches read
 *       from mapped files: a search holds its view until it is closed. The memory of all goes back
 *       when the last view and the state itself have let go.
 * </ol>
 */
final class EngineState {
  private final CollectionSchema schema;
  private final Schema columns;
  private final BufferAllocator allocator;
  private final IndexBuilders builders;
  private final ReferenceCount memory;

  private volatile EngineView view;
  private volatile @Nullable Ending ending;
  private GrowingSegment growing;
  private long nextSegmentId;
  private @Nullable Throwable failure;

  private EngineState(
      CollectionSchema schema,
      BufferAllocator allocator,
      IndexBuilders builders,
      SavedState saved,
      GrowingSegment growing,
      Runnable freed) {
    this.schema = schema;
    this.columns = SegmentSchema.of(schema);
    this.allocator = allocator;
    this.builders = builders;
    this.memory =
        new ReferenceCount(
            () -> {
              allocator.close();
              freed.run();
            });
    this.growing = growing;
    this.nextSegmentId = saved.nextSegmentId() + 1;
    List<SegmentView> segments = new ArrayList<>(saved.segments());
    segments.add(empty(growing));
    memory.retain();
    this.view = EngineView.of(saved.position(), segments, memory::release);
  }

  /**
   * The segments at a position in the log, with a new growing segment.
   *
   * @param allocator for this state alone, which closes it
   * @param freed runs after the last user of the allocator has gone
   */
  static EngineState of(
      CollectionSchema schema,
      BufferAllocator allocator,
      IndexBuilders builders,
      SavedState saved,
      Runnable freed) {
    GrowingSegment growing = GrowingSegment.create(saved.nextSegmentId(), schema, allocator);
    return new EngineState(schema, allocator, builders, saved, growing, freed);
  }

  /** The present view; the caller closes it. */
  EngineView acquire() {
    while (true) {
      requireOpen();
      EngineView present = view;
      if (present.tryRetain()) {
        return present;
      }
    }
  }

  LogPosition applied() {
    return view.position();
  }

  /** Applies one log entry; a failure leaves the view as it was and refuses every later entry. */
  synchronized List<WriteResult> apply(LogPosition position, List<VectorSchemaRoot> batches) {
    requireUsable();
    EngineView before = view;
    if (!position.isAfter(before.position())) {
      throw new IllegalArgumentException(position + " after " + before.position());
    }
    try {
      EntryApplication entry =
          new EntryApplication(position.sequenceNumber(), before.segments(), growing);
      entry.appendRows(batches, schema, columns, allocator, builders);
      List<WriteResult> results = new ArrayList<>();
      for (VectorSchemaRoot batch : batches) {
        results.add(entry.applyChanges(batch));
      }
      publish(position, entry.outcome());
      return results;
    } catch (RuntimeException | Error e) {
      // Rows may have been appended that no key addresses: only a replay gets this right again.
      failure = e;
      throw e;
    }
  }

  /** Rows in memory: of the growing segment and of those that are not sealed yet. */
  synchronized long growingRows() {
    return growing().mapToLong(segment -> segment.rows().count()).sum();
  }

  /** Bytes of the same segments. */
  synchronized long growingBytes() {
    return growing().mapToLong(GrowingSegment::bytes).sum();
  }

  private Stream<GrowingSegment> growing() {
    return view.segments().stream()
        .map(SegmentView::segment)
        .filter(GrowingSegment.class::isInstance)
        .map(GrowingSegment.class::cast);
  }

  /**
   * Ends the growing segment, if it has rows, and begins another.
   *
   * @return the segments as of the present position, none of which gets more rows
   */
  synchronized SavedState freeze() {
    requireUsable();
    List<SegmentView> segments = new ArrayList<>(view.segments());
    if (growing.rows().count() == 0) {
      segments.remove(segments.size() - 1);
      return new SavedState(view.position(), nextSegmentId, segments);
    }
    List<SegmentView> frozen = List.copyOf(segments);
    growing = GrowingSegment.create(nextSegmentId++, schema, allocator);
    segments.add(empty(growing));
    publish(view.position(), segments);
    return new SavedState(view.position(), nextSegmentId, frozen);
  }

  /** A segment number that no other segment has had or will have. */
  synchronized long takeSegmentId() {
    return nextSegmentId++;
  }

  /** Larger than the number of every segment until now. */
  synchronized long nextSegmentId() {
    return nextSegmentId;
  }

  /**
   * Replaces segments by others with the same records; the growing segment stays the last. This is
   * right after a failed entry, too: the view is as it was before the entry.
   */
  synchronized void replace(UnaryOperator<List<SegmentView>> replacement) {
    requireOpen();
    publish(view.position(), replacement.apply(view.segments()));
  }

  /**
   * Refuses readers and writers from now on and lets go of its segments, which it returns; those
   * that are reading finish.
   */
  synchronized List<Segment> close(Ending how) {
    if (ending != null) {
      return List.of();
    }
    ending = how;
    List<Segment> released = view.segments().stream().map(SegmentView::segment).toList();
    released.forEach(Segment::release);
    view.close();
    memory.release();
    return released;
  }

  private void publish(LogPosition position, List<SegmentView> segments) {
    EngineView before = view;
    memory.retain();
    view = EngineView.of(position, segments, memory::release);
    before.close();
  }

  private void requireOpen() {
    Ending end = ending;
    if (end != null) {
      throw end.error("the collection");
    }
  }

  private void requireUsable() {
    requireOpen();
    if (failure != null) {
      throw new VicinalException(
          ErrorCode.READ_ONLY,
          "the collection takes no more entries since applying one failed; open it again",
          failure);
    }
  }

  private static SegmentView empty(GrowingSegment growing) {
    return new SegmentView(growing, growing.rows(), new RoaringBitmap());
  }
}
