package io.vicinal.core.segment;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Consecutive rows as Arrow columns. The columns never change: any number of threads may read them.
 * Their memory, on the heap of Arrow or mapped from a file, is freed after the last user.
 */
public final class RowChunk {
  private final VectorSchemaRoot root;
  private final ReferenceCount users;

  private RowChunk(VectorSchemaRoot root) {
    this.root = root;
    this.users = new ReferenceCount(root::close);
  }

  /** A chunk of these columns, which it takes over; the caller is its first user. */
  public static RowChunk of(VectorSchemaRoot root) {
    return new RowChunk(root);
  }

  /** The number of rows. */
  public int rowCount() {
    return root.getRowCount();
  }

  /** The columns, for reading. */
  public VectorSchemaRoot columns() {
    return root;
  }

  /** The column of that name, which must exist. */
  public FieldVector column(String name) {
    FieldVector column = root.getVector(name);
    if (column == null) {
      throw new IllegalStateException("no column '" + name + "' in " + root.getSchema());
    }
    return column;
  }

  /** The size of the columns in bytes. */
  public long bytes() {
    return root.getFieldVectors().stream().mapToLong(FieldVector::getBufferSize).sum();
  }

  /** Adds a user. */
  public void retain() {
    users.retain();
  }

  /** Removes a user. */
  public void release() {
    users.release();
  }
}
