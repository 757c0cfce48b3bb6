package io.vicinal.core.segment;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.SparseField;
import io.vicinal.api.VectorField;
import io.vicinal.core.hnsw.HnswIndex;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FileChecksum;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.sparse.SealedPostings;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The files of a sealed segment, each read by itself: to open the segment, or to learn all that is
 * wrong with it and not the first only. For one thread.
 */
public final class SegmentFiles {
  /** The name of the file with the rows. */
  public static final String ROWS = RowsFile.FILE;

  private final StorageDirectory directory;
  private final SegmentDescriptor descriptor;
  private final CollectionSchema schema;

  private SegmentFiles(
      StorageDirectory directory, SegmentDescriptor descriptor, CollectionSchema schema) {
    this.directory = directory;
    this.descriptor = descriptor;
    this.schema = schema;
  }

  /**
   * Reads the descriptor of a segment.
   *
   * @param expected length and checksum of the descriptor
   * @throws DamagedFileException when it is not what was written
   */
  public static SegmentFiles open(
      StorageDirectory parent, long id, FileChecksum expected, CollectionSchema schema) {
    StorageDirectory directory = parent.subdirectory(SegmentDescriptor.directory(id));
    expected.verify(directory, SegmentDescriptor.FILE);
    SegmentDescriptor descriptor = SegmentDescriptor.read(directory);
    SegmentFiles files = new SegmentFiles(directory, descriptor, schema);
    if (descriptor.id() != id) {
      throw files.damaged(SegmentDescriptor.FILE, "segment " + id, "segment " + descriptor.id());
    }
    files.requireNames();
    return files;
  }

  private void requireNames() {
    Set<String> expected = new TreeSet<>(Set.of(RowsFile.FILE, KeyIndex.FILE));
    schema.vectorFields().forEach(field -> expected.add(graph(field)));
    schema.sparseFields().forEach(field -> expected.add(postings(field)));
    Set<String> found = new TreeSet<>(names());
    // Codes pay for some fields only.
    schema.vectorFields().forEach(field -> found.remove(codes(field)));
    if (!found.equals(expected)) {
      throw damaged(SegmentDescriptor.FILE, "the files " + expected, "" + found);
    }
  }

  /** Where they are. */
  public StorageDirectory directory() {
    return directory;
  }

  /** What the segment consists of. */
  public SegmentDescriptor descriptor() {
    return descriptor;
  }

  /** The names of the files that the descriptor names, sorted. */
  public List<String> names() {
    return descriptor.files().keySet().stream().sorted().toList();
  }

  /** The name of the file with the graph of a field. */
  public static String graph(VectorField field) {
    return SegmentWriter.graphFile(field);
  }

  /** The name of the file with the codes of a field, if the descriptor names it. */
  public static String codes(VectorField field) {
    return SegmentWriter.codesFile(field);
  }

  /** The name of the file with the lists of a sparse field. */
  public static String postings(SparseField field) {
    return SegmentWriter.postingsFile(field);
  }

  /**
   * Reads a file and compares it with what the descriptor says.
   *
   * @throws DamagedFileException when it is another
   */
  public void verify(String file) {
    FileChecksum expected = descriptor.checksum(file);
    if (file.equals(RowsFile.FILE)) {
      expected.verify(directory, file);
    } else {
      expected.verifyFramed(directory, file);
    }
  }

  /**
   * Maps the rows; the caller is their first user.
   *
   * @throws DamagedFileException when they are not as many as the descriptor says
   */
  public Rows rows(BufferAllocator allocator) {
    List<RowChunk> chunks = RowsFile.map(directory, SegmentSchema.of(schema), allocator);
    Rows rows = Rows.of(chunks);
    chunks.forEach(RowChunk::release);
    if (rows.count() != descriptor.rows()) {
      int found = rows.count();
      rows.release();
      throw damaged(RowsFile.FILE, descriptor.rows() + " rows", found + " rows");
    }
    return rows;
  }

  /**
   * Reads the keys.
   *
   * @throws DamagedFileException when they are not as many as the descriptor says
   */
  public KeyIndex keys() {
    KeyIndex keys = KeyIndex.read(directory, schema.idType(), descriptor.uuid(), descriptor.rows());
    if (keys.size() != descriptor.keys()) {
      throw damaged(KeyIndex.FILE, descriptor.keys() + " keys", keys.size() + " keys");
    }
    return keys;
  }

  /** Reads the graph of a field over the vectors of the rows; without codes. */
  public HnswIndex index(VectorField field, Rows rows) {
    return HnswIndex.read(
        directory,
        graph(field),
        descriptor.uuid(),
        field,
        rows.count(),
        new RowVectors(rows, field)::read);
  }

  /** Whether the descriptor names codes of a field. */
  public boolean hasCodes(VectorField field) {
    return descriptor.files().containsKey(codes(field));
  }

  /** Reads the codes of a field, which the descriptor names. */
  public void readCodes(HnswIndex index, VectorField field) {
    index.readCodes(directory, codes(field), descriptor.uuid(), field.quantization());
  }

  /** Reads the lists of a sparse field. */
  public SealedPostings postings(SparseField field, int rows) {
    return SealedPostings.read(directory, postings(field), descriptor.uuid(), rows);
  }

  private DamagedFileException damaged(String file, String expected, String found) {
    return new DamagedFileException(directory.location() + "/" + file, 0, expected, found);
  }
}
