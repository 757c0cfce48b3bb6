package io.vicinal.flink;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.Mutation;
import io.vicinal.arrow.WriteBatches;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Changes gathered in Arrow columns, whose memory is used again and again. The task's thread writes
 * it, then {@link Delivery} reads it until it is acknowledged, then the task's thread clears it.
 */
final class MutationBatch implements AutoCloseable {
  private final WriteBatches layout;
  private final VectorSchemaRoot root;
  private int rows;
  private long bytes;
  private long firstMillis;
  private long sentNanos;

  private MutationBatch(WriteBatches layout, VectorSchemaRoot root) {
    this.layout = layout;
    this.root = root;
  }

  /** An empty batch with memory for so many changes. */
  static MutationBatch allocate(CollectionSchema schema, int capacity, BufferAllocator allocator) {
    WriteBatches layout = WriteBatches.of(schema);
    VectorSchemaRoot root = VectorSchemaRoot.create(layout.schema(), allocator);
    try {
      root.getFieldVectors().forEach(column -> column.setInitialCapacity(capacity));
      root.allocateNew();
      return new MutationBatch(layout, root);
    } catch (RuntimeException | Error e) {
      root.close();
      throw e;
    }
  }

  /**
   * Adds a change that fits the schema.
   *
   * @param size its bytes
   * @param nowMillis when it came
   */
  void add(Mutation mutation, long size, long nowMillis) {
    if (rows == 0) {
      firstMillis = nowMillis;
    }
    layout.write(root, rows, mutation);
    rows++;
    bytes += size;
  }

  /** Ends writing: the columns show every change from now on. */
  void seal() {
    root.setRowCount(rows);
  }

  /** Empties the batch and keeps its memory. */
  void clear() {
    root.getFieldVectors().forEach(FieldVector::reset);
    root.setRowCount(0);
    rows = 0;
    bytes = 0;
  }

  VectorSchemaRoot root() {
    return root;
  }

  int rows() {
    return rows;
  }

  long bytes() {
    return bytes;
  }

  /** When its first change came. */
  long firstMillis() {
    return firstMillis;
  }

  /** When it was sent the last time; written by {@link Delivery}. */
  long sentNanos() {
    return sentNanos;
  }

  void markSent(long nanos) {
    sentNanos = nanos;
  }

  @Override
  public void close() {
    root.close();
  }
}
