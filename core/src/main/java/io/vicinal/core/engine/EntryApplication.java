package io.vicinal.core.engine;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.RecordId;
import io.vicinal.api.WriteResult;
import io.vicinal.core.segment.Keys;
import io.vicinal.core.segment.RowChunk;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * One log entry on its way into the segments of a collection. For one thread.
 *
 * <p>First the new rows are appended and indexed, which no reader sees because its view ends before
 * them. Then the changes are gone through in their order: each deletes the row that its id
 * addresses, and an upsert makes the id address its own row. The caller publishes the outcome in
 * one step.
 */
final class EntryApplication {
  private final long sequenceNumber;
  private final GrowingSegment growing;
  private final List<SegmentView> segments;
  private final Deletions deletions;
  private int nextRow;

  /**
   * An entry for the segments of a view, the last of which is the growing one.
   *
   * @param sequenceNumber the entry's position in the log
   */
  EntryApplication(long sequenceNumber, List<SegmentView> before, GrowingSegment growing) {
    this.sequenceNumber = sequenceNumber;
    this.growing = growing;
    this.segments = new ArrayList<>(before);
    this.deletions = new Deletions(segments);
    this.nextRow = growing.rows().count();
  }

  /** Appends and indexes the rows of all upserts. */
  void appendRows(
      List<VectorSchemaRoot> batches,
      CollectionSchema schema,
      Schema columns,
      BufferAllocator allocator,
      IndexBuilders builders) {
    List<RowChunk> chunks;
    try (RowGathering rows = new RowGathering(columns, ChunkLimits.of(schema), allocator)) {
      for (VectorSchemaRoot batch : batches) {
        rows.addUpserts(batch, sequenceNumber);
      }
      chunks = rows.finish();
    }
    if (!chunks.isEmpty()) {
      growing.append(chunks, builders);
    }
    int last = segments.size() - 1;
    segments.set(last, segments.get(last).with(growing, growing.rows()));
  }

  /** Applies the changes of one batch, the rows of whose upserts were appended. */
  WriteResult applyChanges(VectorSchemaRoot batch) {
    ChangeColumn changes = ChangeColumn.of(batch);
    FieldVector ids = batch.getVector(CollectionSchema.ID);
    long upserted = 0;
    long deleted = 0;
    for (int i = 0; i < batch.getRowCount(); i++) {
      RecordId id = Keys.id(ids, i);
      boolean existed = deletePresent(id);
      if (changes.isUpsert(i)) {
        growing.put(id, nextRow++);
        upserted++;
      } else if (existed) {
        deleted++;
      }
    }
    return new WriteResult(sequenceNumber, upserted, deleted);
  }

  /** The segments after the changes. */
  List<SegmentView> outcome() {
    return deletions.applied();
  }

  /** Deletes the row that the id addresses, of which there is at most one. */
  private boolean deletePresent(RecordId id) {
    for (int s = segments.size() - 1; s >= 0; s--) {
      SegmentView segment = segments.get(s);
      int row = segment.segment().find(id, segment.rows());
      if (row >= 0 && !deletions.contains(s, row)) {
        deletions.add(s, row);
        return true;
      }
    }
    return false;
  }
}
