package io.vicinal.core.engine;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import io.vicinal.core.hnsw.HnswIndex;
import io.vicinal.core.segment.RowVectors;
import io.vicinal.core.segment.Rows;
import io.vicinal.core.segment.SealedSegment;
import io.vicinal.core.segment.SegmentSchema;
import io.vicinal.core.segment.SegmentWriter;
import java.util.concurrent.Semaphore;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Rewrites segments. One compaction at a time; entries are applied, and checkpoints made, while it
 * writes.
 *
 * <p>A compaction starts from the segments of the newest manifest and ends with a manifest that
 * names the merged segment at the position of the newest one by then. The sources are deleted after
 * that manifest is durable.
 */
final class Compactor {
  private final CollectionSchema schema;
  private final EngineState state;
  private final Checkpoints checkpoints;
  private final SegmentWriter writer;
  private final BufferAllocator allocator;
  private final Semaphore running = new Semaphore(1);
  private volatile boolean closed;

  Compactor(
      CollectionSchema schema,
      EngineState state,
      Checkpoints checkpoints,
      SegmentWriter writer,
      BufferAllocator allocator) {
    this.schema = schema;
    this.state = state;
    this.checkpoints = checkpoints;
    this.writer = writer;
    this.allocator = allocator;
  }

  /**
   * Compacts until nothing is left that pays; says how often.
   *
   * @throws VicinalException {@link ErrorCode#UNAVAILABLE} when it was closed in the midst of a
   *     compaction, which then has had no effect
   */
  int run() {
    running.acquireUninterruptibly();
    try {
      int done = 0;
      while (!closed && compactOnce()) {
        done++;
      }
      return done;
    } finally {
      running.release();
    }
  }

  /** Lets no compaction begin or come to its end from now on, and waits for one under way. */
  void close() {
    closed = true;
    running.acquireUninterruptibly();
    running.release();
  }

  /** Whether it was closed. */
  boolean isClosed() {
    return closed;
  }

  private boolean compactOnce() {
    Compaction compaction = checkpoints.beginCompaction();
    try {
      if (compaction.isEmpty()) {
        return false;
      }
      SealedSegment merged = write(compaction);
      try {
        checkpoints.finishCompaction(compaction, merged);
      } catch (RuntimeException e) {
        merged.release();
        throw e;
      }
      return true;
    } finally {
      compaction.sources().forEach(source -> source.rows().release());
    }
  }

  private SealedSegment write(Compaction compaction) {
    ChunkLimits limits = ChunkLimits.of(schema);
    try (LiveRows rows = new LiveRows(compaction, SegmentSchema.of(schema), limits, allocator)) {
      return writer.write(state.takeSegmentId(), () -> rows, row -> true, this::buildIndex);
    }
  }

  private HnswIndex buildIndex(VectorField field, Rows rows) {
    HnswIndex index =
        HnswIndex.create(
            field.metric(), field.dimension(), field.hnsw(), rows.count(), rows.count());
    RowVectors vectors = new RowVectors(rows, field);
    float[] vector = new float[field.dimension()];
    for (int row = 0; row < rows.count(); row++) {
      requireOpen();
      vectors.read(row, vector, 0);
      index.add(vector);
    }
    return index;
  }

  private void requireOpen() {
    if (closed) {
      throw new VicinalException(
          ErrorCode.UNAVAILABLE, "the collection was closed during a compaction");
    }
  }
}
