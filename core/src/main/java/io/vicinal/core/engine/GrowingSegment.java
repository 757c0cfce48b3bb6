package io.vicinal.core.engine;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.IdType;
import io.vicinal.api.RecordId;
import io.vicinal.api.SparseField;
import io.vicinal.api.VectorField;
import io.vicinal.core.hnsw.HnswIndex;
import io.vicinal.core.segment.ChunkBuilder;
import io.vicinal.core.segment.Keys;
import io.vicinal.core.segment.RowChunk;
import io.vicinal.core.segment.Rows;
import io.vicinal.core.segment.Segment;
import io.vicinal.core.segment.SparseColumn;
import io.vicinal.core.segment.VectorColumn;
import io.vicinal.core.sparse.GrowingPostings;
import io.vicinal.core.sparse.SparseIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/**
 * The segment that takes the writes, in memory.
 *
 * <p>Its chunks never change. Small ones are merged as they come, the last ones into one, like the
 * carries of a binary counter: a row is copied a logarithmic number of times, and the number of
 * chunks stays small. Readers go on with the chunks of their view.
 *
 * <p>One thread writes; any thread searches the indexes and calls {@link #find}.
 */
final class GrowingSegment implements Segment {
  private final long id;
  private final CollectionSchema schema;
  private final ChunkLimits limits;
  private final BufferAllocator allocator;
  private final Map<String, HnswIndex> indexes = new LinkedHashMap<>();
  private final Map<String, GrowingPostings> sparseIndexes = new LinkedHashMap<>();
  private final KeyMap keys = new KeyMap();
  private final List<RowChunk> chunks = new ArrayList<>();
  private Rows rows = Rows.of(List.of());
  private long bytes;

  private GrowingSegment(
      long id, CollectionSchema schema, ChunkLimits limits, BufferAllocator allocator) {
    this.id = id;
    this.schema = schema;
    this.limits = limits;
    this.allocator = allocator;
  }

  static GrowingSegment create(long id, CollectionSchema schema, BufferAllocator allocator) {
    return create(id, schema, ChunkLimits.of(schema), allocator);
  }

  /** One that merges its chunks up to these limits. */
  static GrowingSegment create(
      long id, CollectionSchema schema, ChunkLimits limits, BufferAllocator allocator) {
    GrowingSegment segment = new GrowingSegment(id, schema, limits, allocator);
    for (VectorField field : schema.vectorFields()) {
      segment.indexes.put(
          field.name(), HnswIndex.create(field.metric(), field.dimension(), field.hnsw(), id));
    }
    for (SparseField field : schema.sparseFields()) {
      segment.sparseIndexes.put(field.name(), new GrowingPostings());
    }
    return segment;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public HnswIndex index(String vectorField) {
    HnswIndex index = indexes.get(vectorField);
    if (index == null) {
      throw new IllegalStateException("no index of '" + vectorField + "'");
    }
    return index;
  }

  @Override
  public SparseIndex sparseIndex(String sparseField) {
    return postings(sparseField);
  }

  @Override
  public int find(RecordId recordId, Rows visible) {
    for (int row = keys.newest(Keys.of(recordId)); row >= 0; row = keys.previous(row)) {
      if (row < visible.count()
          && (schema.idType() == IdType.INT64 || holds(visible, row, recordId))) {
        return row;
      }
    }
    return KeyMap.NONE;
  }

  /** All rows appended until now; valid until the next call of {@link #append}. */
  Rows rows() {
    return rows;
  }

  /** The size of the rows in bytes, with their indexes. */
  long bytes() {
    return bytes;
  }

  /**
   * Appends rows and indexes their vectors, by the caller and {@code builders.threads() − 1}
   * others. The rows are found by key after {@link #put}.
   */
  void append(List<RowChunk> added, IndexBuilders builders) {
    int firstRow = rows.count();
    for (RowChunk chunk : added) {
      chunks.add(chunk);
      bytes += 2 * chunk.bytes();
      for (VectorField field : schema.vectorFields()) {
        VectorColumn vectors = VectorColumn.of(chunk.column(field.name()));
        builders.addAll(index(field.name()), vectors::read, chunk.rowCount());
      }
      for (SparseField field : schema.sparseFields()) {
        GrowingPostings postings = postings(field.name());
        bytes -= postings.memoryBytes();
        postings.append(SparseColumn.of(chunk.column(field.name()), firstRow));
        bytes += postings.memoryBytes();
      }
      firstRow += chunk.rowCount();
      mergeLastChunks();
    }
    Rows before = rows;
    rows = Rows.of(chunks);
    before.release();
  }

  /** Makes a row the one that its id addresses. */
  void put(RecordId recordId, int row) {
    keys.put(Keys.of(recordId), row);
  }

  @Override
  public void release() {
    rows.release();
    chunks.forEach(RowChunk::release);
    chunks.clear();
  }

  private GrowingPostings postings(String sparseField) {
    GrowingPostings postings = sparseIndexes.get(sparseField);
    if (postings == null) {
      throw new IllegalStateException("no sparse index of '" + sparseField + "'");
    }
    return postings;
  }

  private void mergeLastChunks() {
    int last = chunks.size() - 1;
    int total = chunks.get(last).rowCount();
    long totalBytes = chunks.get(last).bytes();
    int first = last;
    while (first > 0
        && chunks.get(first - 1).rowCount() <= total
        && total + chunks.get(first - 1).rowCount() <= limits.rows()
        && totalBytes + chunks.get(first - 1).bytes() <= limits.bytes()) {
      first--;
      total += chunks.get(first).rowCount();
      totalBytes += chunks.get(first).bytes();
    }
    if (first == last) {
      return;
    }
    List<RowChunk> parts = chunks.subList(first, last + 1);
    try (ChunkBuilder merged =
        ChunkBuilder.create(parts.get(0).columns().getSchema(), total, allocator)) {
      for (RowChunk part : parts) {
        merged.append(part.columns(), 0, part.rowCount());
      }
      RowChunk chunk = merged.finish();
      parts.forEach(RowChunk::release);
      parts.clear();
      chunks.add(chunk);
    }
  }

  private static boolean holds(Rows rows, int row, RecordId recordId) {
    int chunk = rows.chunkOf(row);
    FieldVector ids = rows.chunks().get(chunk).column(CollectionSchema.ID);
    return Keys.holds(ids, row - rows.start(chunk), recordId);
  }
}
