package io.vicinal.core.hnsw;

import io.vicinal.core.distance.MetricDistance;
import java.util.Arrays;

/**
 * The prepared vectors of an index, in rows of whole cache lines on the heap.
 *
 * <p>Rows are appended and never change. Their components beyond the dimension are zero, which adds
 * nothing to any metric's rank and spares the kernels a tail.
 *
 * <p>Protocol: {@link #append} by any thread, one at a time. A row may be read by the thread that
 * appended it, by any thread that saw {@link #size} beyond it, and by any thread that learnt its
 * number from an element that was written with release afterwards.
 */
final class VectorStorage {
  private static final int LINE = 16;

  private final int dimension;
  private final MetricDistance metric;
  private final ChunkLayout layout;
  private volatile float[][] chunks = {};
  private volatile int size;

  VectorStorage(MetricDistance metric, int dimension, int expectedRows) {
    this.metric = metric;
    this.dimension = dimension;
    this.layout = ChunkLayout.of((dimension + LINE - 1) / LINE * LINE, expectedRows);
  }

  /** Rows appended so far. */
  int size() {
    return size;
  }

  int dimension() {
    return dimension;
  }

  /** Memory of the chunks. */
  long memoryBytes() {
    return (long) chunks.length * layout.chunkLength() * Float.BYTES;
  }

  /** Components of a row with its padding, a multiple of 16. */
  int width() {
    return layout.width();
  }

  MetricDistance metric() {
    return metric;
  }

  /** The array that holds a row. */
  float[] chunk(int row) {
    return chunks[layout.chunk(row)];
  }

  /** The first component of the row in its array. */
  int offset(int row) {
    return layout.offset(row);
  }

  /** The i-th of {@code count} rows all over the storage. */
  int spread(int i, int count) {
    return (int) ((long) i * size / count);
  }

  /** Appends the next vector that {@code source} has and returns its row. */
  synchronized int append(VectorSource source, int sourceRow) {
    int row = size;
    float[] chunk = room(row);
    int offset = layout.offset(row);
    source.read(sourceRow, chunk, offset);
    metric.prepare(chunk, offset, dimension);
    size = row + 1;
    return row;
  }

  private float[] room(int row) {
    int index = layout.chunk(row);
    float[][] current = chunks;
    if (index == current.length) {
      current = Arrays.copyOf(current, index + 1);
      current[index] = new float[layout.chunkLength()];
      chunks = current;
    }
    return current[index];
  }

  /** Brings a query into the form of a row, which has room for the padding. */
  void prepare(float[] query, float[] into) {
    System.arraycopy(query, 0, into, 0, dimension);
    metric.prepare(into, 0, dimension);
  }

  /** Copies a prepared vector without its padding. */
  void copy(int row, float[] into) {
    System.arraycopy(chunk(row), layout.offset(row), into, 0, dimension);
  }

  /** The rank of a row for a prepared query. */
  float rank(float[] query, int queryOffset, int row) {
    return metric.rank(query, queryOffset, chunk(row), layout.offset(row), layout.width());
  }

  /** The rank of two rows. */
  float rank(int a, int b) {
    return rank(chunk(a), layout.offset(a), b);
  }
}
