package io.vicinal.core.segment;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.SparseField;
import io.vicinal.api.VectorField;
import io.vicinal.core.hnsw.HnswIndex;
import io.vicinal.core.hnsw.SearchTrials;
import io.vicinal.core.io.FileChecksum;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.sparse.SealedPostings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/**
 * Writes sealed segments: rows, graphs, codes, postings, keys, and last the descriptor that says
 * what the others are. A segment counts once a manifest names it; until then its directory is an
 * orphan.
 */
public final class SegmentWriter {
  private final StorageDirectory parent;
  private final CollectionSchema schema;
  private final BufferAllocator allocator;

  /** A writer of segments below a directory. */
  public SegmentWriter(
      StorageDirectory parent, CollectionSchema schema, BufferAllocator allocator) {
    this.parent = parent;
    this.schema = schema;
    this.allocator = allocator;
  }

  /** The name of the file with the graph of a vector field. */
  static String graphFile(VectorField field) {
    return field.name() + ".hnsw";
  }

  /** The name of the file with the codes of a vector field, which not every field has. */
  static String codesFile(VectorField field) {
    return field.name() + ".codes";
  }

  /** The name of the file with the lists of a sparse field. */
  static String postingsFile(SparseField field) {
    return field.name() + ".postings";
  }

  /**
   * Writes a segment, durably, and opens it.
   *
   * @param id the number of the segment; what an interrupted attempt left under it is deleted
   * @param chunks the rows, in the columns of {@link SegmentSchema}
   * @param exists which rows get a key: those that were not deleted before
   * @param indexes the index of a field over the rows that were written, built now or before
   */
  public SealedSegment write(
      long id,
      Iterable<RowChunk> chunks,
      IntPredicate exists,
      BiFunction<VectorField, Rows, HnswIndex> indexes) {
    String name = SegmentDescriptor.directory(id);
    parent.deleteSubdirectory(name);
    StorageDirectory directory = parent.subdirectory(name);
    try {
      return writeFiles(directory, id, chunks, exists, indexes);
    } catch (RuntimeException e) {
      deleteAfter(e, name);
      throw e;
    }
  }

  /** Frees the space at once, if the disk lets us: the next opening would do it. */
  private void deleteAfter(RuntimeException failure, String directory) {
    try {
      parent.deleteSubdirectory(directory);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private SealedSegment writeFiles(
      StorageDirectory directory,
      long id,
      Iterable<RowChunk> chunks,
      IntPredicate exists,
      BiFunction<VectorField, Rows, HnswIndex> indexes) {
    Map<String, FileChecksum> files = new LinkedHashMap<>();
    files.put(
        RowsFile.FILE, RowsFile.write(directory, SegmentSchema.of(schema), chunks, allocator));
    List<RowChunk> mapped = RowsFile.map(directory, SegmentSchema.of(schema), allocator);
    Rows rows = Rows.of(mapped);
    mapped.forEach(RowChunk::release);
    try {
      return writeIndexes(directory, id, rows, exists, indexes, files);
    } catch (RuntimeException e) {
      rows.release();
      throw e;
    }
  }

  private SealedSegment writeIndexes(
      StorageDirectory directory,
      long id,
      Rows rows,
      IntPredicate exists,
      BiFunction<VectorField, Rows, HnswIndex> indexes,
      Map<String, FileChecksum> files) {
    UUID uuid = UUID.randomUUID();
    Map<String, HnswIndex> built = new LinkedHashMap<>();
    Map<String, SearchTrials> trials = new LinkedHashMap<>();
    for (VectorField field : schema.vectorFields()) {
      HnswIndex index = indexes.apply(field, rows);
      if (index.size() != rows.count()) {
        throw new IllegalStateException(
            "an index of " + index.size() + " rows for a segment of " + rows.count());
      }
      index.writeTo(directory, graphFile(field), uuid);
      files.put(graphFile(field), FileChecksum.ofFramed(directory, graphFile(field)));
      index.encode(field.name(), field.quantization());
      index.trySearches(rows.count());
      if (!index.trials().recall().isEmpty()) {
        trials.put(field.name(), index.trials());
      }
      if (index.isCoded()) {
        index.writeCodes(directory, codesFile(field), uuid);
        files.put(codesFile(field), FileChecksum.ofFramed(directory, codesFile(field)));
      }
      built.put(field.name(), stored(index, field, rows));
    }
    Map<String, SealedPostings> sparse = writePostings(directory, rows, uuid, files);
    KeyIndex keys = keys(rows, exists);
    files.put(KeyIndex.FILE, keys.write(directory, schema.idType(), uuid));
    SequenceRange range = SequenceRange.of(rows);
    SegmentDescriptor descriptor =
        new SegmentDescriptor(id, uuid, rows.count(), keys.size(), range, files, trials);
    descriptor.write(directory);
    directory.sync();
    FileChecksum checksum = FileChecksum.of(directory, SegmentDescriptor.FILE);
    return new SealedSegment(descriptor, checksum, schema.idType(), rows, built, sparse, keys);
  }

  /** As searches will use it; what was built on the way is let go. */
  private static HnswIndex stored(HnswIndex index, VectorField field, Rows rows) {
    return switch (field.storage()) {
      case MEMORY -> index;
      case MAPPED -> index.mapped(new RowVectors(rows, field)::read);
    };
  }

  private Map<String, SealedPostings> writePostings(
      StorageDirectory directory, Rows rows, UUID uuid, Map<String, FileChecksum> files) {
    Map<String, SealedPostings> built = new LinkedHashMap<>();
    for (SparseField field : schema.sparseFields()) {
      String file = postingsFile(field);
      SealedPostings index = SealedPostings.build(rows.count(), SparseColumn.of(rows, field));
      index.writeTo(directory, file, uuid);
      files.put(file, FileChecksum.ofFramed(directory, file));
      built.put(field.name(), index);
    }
    return built;
  }

  private static KeyIndex keys(Rows rows, IntPredicate exists) {
    long[] keys = new long[rows.count()];
    int[] keyRows = new int[rows.count()];
    int count = 0;
    for (int c = 0; c < rows.chunks().size(); c++) {
      FieldVector ids = rows.chunks().get(c).column(CollectionSchema.ID);
      for (int i = 0; i < ids.getValueCount(); i++) {
        int row = rows.start(c) + i;
        if (exists.test(row)) {
          keys[count] = Keys.of(ids, i);
          keyRows[count++] = row;
        }
      }
    }
    return KeyIndex.of(Arrays.copyOf(keys, count), Arrays.copyOf(keyRows, count));
  }
}
