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
final class VectorStorage extends IndexVectors {
  private final ChunkLayout layout;
  private volatile float[][] chunks = {};
  private volatile int size;

  VectorStorage(MetricDistance metric, int dimension, int expectedRows) {
    super(metric, dimension);
    this.layout = ChunkLayout.of(width(), expectedRows);
  }

  /** Rows appended so far. */
  @Override
  int size() {
    return size;
  }

  /** Memory of the chunks. */
  @Override
  long memoryBytes() {
    return (long) chunks.length * layout.chunkLength() * Float.BYTES;
  }

  /** The array that holds a row. */
  float[] chunk(int row) {
    return chunks[layout.chunk(row)];
  }

  /** The first component of the row in its array. */
  int offset(int row) {
    return layout.offset(row);
  }

  @Override
  void locate(int row, RowPlace place) {
    place.set(chunk(row), layout.offset(row));
  }

  /** Appends the next vector that {@code source} has and returns its row. */
  synchronized int append(VectorSource source, int sourceRow) {
    int row = size;
    float[] chunk = room(row);
    int offset = layout.offset(row);
    source.read(sourceRow, chunk, offset);
    metric().prepare(chunk, offset, dimension());
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

  @Override
  void copy(int row, float[] into) {
    System.arraycopy(chunk(row), layout.offset(row), into, 0, dimension());
  }

  @Override
  VectorQuery newQuery() {
    return new Query(this);
  }

  /** The rank of a row for a prepared query. */
  float rank(float[] query, int queryOffset, int row) {
    return metric().rank(query, queryOffset, chunk(row), layout.offset(row), layout.width());
  }

  /** The rank of two rows. */
  float rank(int a, int b) {
    return rank(chunk(a), layout.offset(a), b);
  }

  private static final class Query extends VectorQuery {
    private final VectorStorage vectors;

    Query(VectorStorage vectors) {
      this.vectors = vectors;
    }

    @Override
    public float rank(int row) {
      return vectors.rank(query, offset, row);
    }

    @Override
    public void ranks(int[] rows, int count, float[] into) {
      for (int i = 0; i < count; i++) {
        into[i] = vectors.rank(query, offset, rows[i]);
      }
    }
  }
}
