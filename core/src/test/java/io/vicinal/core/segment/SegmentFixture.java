package io.vicinal.core.segment;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.Projection;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.arrow.RecordBatches;
import io.vicinal.core.hnsw.HnswIndex;
import io.vicinal.core.io.StorageDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Records as the rows of segments, and back. */
public final class SegmentFixture {
  private SegmentFixture() {}

  /** A chunk of these records, with sequence numbers counted up from the first. */
  public static RowChunk chunk(
      CollectionSchema schema,
      List<VectorRecord> records,
      long firstSequence,
      BufferAllocator allocator) {
    VectorSchemaRoot root = VectorSchemaRoot.create(SegmentSchema.of(schema), allocator);
    RecordBatches batches = RecordBatches.of(schema, Projection.ALL);
    BigIntVector sequence = (BigIntVector) root.getVector(SegmentSchema.SEQUENCE);
    for (int i = 0; i < records.size(); i++) {
      batches.write(root, i, records.get(i));
      sequence.setSafe(i, firstSequence + i);
    }
    root.setRowCount(records.size());
    return RowChunk.of(root);
  }

  /** Rows in chunks of at most that many; the caller is their only user. */
  public static Rows rows(
      CollectionSchema schema,
      List<VectorRecord> records,
      int chunkRows,
      BufferAllocator allocator) {
    List<RowChunk> chunks = new ArrayList<>();
    for (int first = 0; first < records.size(); first += chunkRows) {
      int end = Math.min(records.size(), first + chunkRows);
      chunks.add(chunk(schema, records.subList(first, end), first + 1, allocator));
    }
    Rows rows = Rows.of(chunks);
    chunks.forEach(RowChunk::release);
    return rows;
  }

  /** Writes a segment of these rows and closes it; says what the manifest would record of it. */
  public static SegmentDescriptor write(
      StorageDirectory directory,
      long id,
      CollectionSchema schema,
      Rows rows,
      IntPredicate exists,
      BufferAllocator allocator) {
    SealedSegment segment =
        new SegmentWriter(directory, schema, allocator)
            .write(id, rows.chunks(), exists, SegmentFixture::index);
    segment.release();
    return segment.descriptor();
  }

  private static HnswIndex index(VectorField field, Rows rows) {
    HnswIndex index =
        HnswIndex.create(field.metric(), field.dimension(), field.hnsw(), 1, rows.count());
    index.addAll(new RowVectors(rows, field)::read, rows.count(), Runnable::run, 1);
    return index;
  }

  /** The record in a row. */
  public static VectorRecord record(CollectionSchema schema, Rows rows, int row) {
    int chunk = rows.chunkOf(row);
    return RecordBatches.of(schema, Projection.ALL)
        .read(rows.chunks().get(chunk).columns(), row - rows.start(chunk));
  }
}
