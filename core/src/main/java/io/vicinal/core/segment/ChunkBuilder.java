package io.vicinal.core.segment;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Gathers rows from Arrow batches into a chunk. For one thread. */
public final class ChunkBuilder implements AutoCloseable {
  private final VectorSchemaRoot root;
  private int rows;
  private boolean finished;

  private ChunkBuilder(VectorSchemaRoot root) {
    this.root = root;
  }

  /** A builder of chunks with that schema, with memory for about so many rows. */
  public static ChunkBuilder create(Schema schema, int expectedRows, BufferAllocator allocator) {
    VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
    try {
      for (FieldVector column : root.getFieldVectors()) {
        column.setInitialCapacity(Math.max(1, expectedRows));
        column.allocateNew();
      }
      return new ChunkBuilder(root);
    } catch (RuntimeException e) {
      root.close();
      throw e;
    }
  }

  /** How many rows were gathered. */
  public int rows() {
    return rows;
  }

  /** Copies a run of rows from a batch that has every column of the schema. */
  public void append(VectorSchemaRoot source, int from, int count) {
    for (FieldVector target : root.getFieldVectors()) {
      ColumnCopy.append(column(source, target), from, count, target, rows);
    }
    rows += count;
  }

  /** Copies a run of rows from a batch without sequence numbers; all get the one given. */
  public void append(VectorSchemaRoot source, int from, int count, long sequenceNumber) {
    for (FieldVector target : root.getFieldVectors()) {
      if (target.getName().equals(SegmentSchema.SEQUENCE)) {
        for (int i = 0; i < count; i++) {
          ((BigIntVector) target).setSafe(rows + i, sequenceNumber);
        }
      } else {
        ColumnCopy.append(column(source, target), from, count, target, rows);
      }
    }
    rows += count;
  }

  /** The chunk of all rows gathered, whose first user is the caller; the builder is then done. */
  public RowChunk finish() {
    root.setRowCount(rows);
    RowChunk chunk = RowChunk.of(root);
    finished = true;
    return chunk;
  }

  /** Frees what was gathered unless it was finished. */
  @Override
  public void close() {
    if (!finished) {
      root.close();
    }
  }

  private static FieldVector column(VectorSchemaRoot source, FieldVector target) {
    FieldVector column = source.getVector(target.getName());
    if (column == null) {
      throw new IllegalStateException(
          "no column '" + target.getName() + "' in " + source.getSchema());
    }
    return column;
  }
}
