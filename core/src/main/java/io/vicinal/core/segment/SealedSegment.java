package io.vicinal.core.segment;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.IdType;
import io.vicinal.api.RecordId;
import io.vicinal.api.SparseField;
import io.vicinal.api.VectorField;
import io.vicinal.core.hnsw.HnswIndex;
import io.vicinal.core.hnsw.SearchTrials;
import io.vicinal.core.io.FileChecksum;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.sparse.SealedPostings;
import io.vicinal.core.sparse.SparseIndex;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/**
 * A segment in files that never change: rows mapped, graphs, codes and keys in memory, and vectors
 * where their field's storage says. Safe for use by several threads.
 *
 * <p>An index whose vectors are mapped reads them from {@link #rows}, which are unmapped after
 * their last user has released them. So whoever searches an index is a user of the rows from before
 * until after. A reader is one by its view, which is closed when the search is; who checks or
 * compacts the segment retains them for as long.
 */
public final class SealedSegment implements Segment {
  private final SegmentDescriptor descriptor;
  private final FileChecksum descriptorChecksum;
  private final IdType idType;
  private final Rows rows;
  private final Map<String, HnswIndex> indexes;
  private final Map<String, SealedPostings> sparseIndexes;
  private final KeyIndex keys;

  SealedSegment(
      SegmentDescriptor descriptor,
      FileChecksum descriptorChecksum,
      IdType idType,
      Rows rows,
      Map<String, HnswIndex> indexes,
      Map<String, SealedPostings> sparseIndexes,
      KeyIndex keys) {
    this.descriptor = descriptor;
    this.descriptorChecksum = descriptorChecksum;
    this.idType = idType;
    this.rows = rows;
    this.indexes = Map.copyOf(indexes);
    this.sparseIndexes = Map.copyOf(sparseIndexes);
    this.keys = keys;
  }

  /**
   * Opens a segment and verifies every file: length and checksum, and that all agree on the rows.
   *
   * @param parent the directory that holds the segment's
   * @param expected length and checksum of the segment's descriptor
   * @throws io.vicinal.core.io.DamagedFileException naming the file that is not what was written
   */
  public static SealedSegment open(
      StorageDirectory parent,
      long id,
      FileChecksum expected,
      CollectionSchema schema,
      BufferAllocator allocator) {
    SegmentFiles files = SegmentFiles.open(parent, id, expected, schema);
    files.names().forEach(files::verify);
    Rows rows = files.rows(allocator);
    try {
      return read(files, expected, schema, rows);
    } catch (RuntimeException e) {
      rows.release();
      throw e;
    }
  }

  private static SealedSegment read(
      SegmentFiles files, FileChecksum checksum, CollectionSchema schema, Rows rows) {
    KeyIndex keys = files.keys();
    Map<String, HnswIndex> indexes = new LinkedHashMap<>();
    for (VectorField field : schema.vectorFields()) {
      HnswIndex index = files.index(field, rows);
      if (files.hasCodes(field)) {
        files.readCodes(index, field);
      }
      index.readTrials(files.descriptor().trials().getOrDefault(field.name(), SearchTrials.NONE));
      indexes.put(field.name(), index);
    }
    Map<String, SealedPostings> sparse = new LinkedHashMap<>();
    for (SparseField field : schema.sparseFields()) {
      sparse.put(field.name(), files.postings(field, rows.count()));
    }
    return new SealedSegment(
        files.descriptor(), checksum, schema.idType(), rows, indexes, sparse, keys);
  }

  /** What the segment consists of. */
  public SegmentDescriptor descriptor() {
    return descriptor;
  }

  /** Length and checksum of the descriptor's file. */
  public FileChecksum descriptorChecksum() {
    return descriptorChecksum;
  }

  /** The rows. */
  public Rows rows() {
    return rows;
  }

  @Override
  public long id() {
    return descriptor.id();
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
    SealedPostings index = sparseIndexes.get(sparseField);
    if (index == null) {
      throw new IllegalStateException("no sparse index of '" + sparseField + "'");
    }
    return index;
  }

  @Override
  public int find(RecordId recordId, Rows visible) {
    int entry = keys.first(Keys.of(recordId));
    while (entry >= 0) {
      int row = keys.row(entry);
      if (idType == IdType.INT64 || holds(row, recordId)) {
        return row;
      }
      entry = keys.next(entry);
    }
    return -1;
  }

  @Override
  public void release() {
    rows.release();
  }

  private boolean holds(int row, RecordId recordId) {
    int chunk = rows.chunkOf(row);
    FieldVector ids = rows.chunks().get(chunk).column(CollectionSchema.ID);
    return Keys.holds(ids, row - rows.start(chunk), recordId);
  }
}
