package io.vicinal.core.hnsw;

import io.vicinal.core.distance.MetricDistance;

/**
 * The prepared vectors of an index, by row, wherever they are.
 *
 * <p>Rows are compared by a {@linkplain #newQuery query} of their own kind, which knows where they
 * are: a walk asks for the kind once a batch of rows, and no distance does.
 */
abstract sealed class IndexVectors permits VectorStorage, MappedVectors {
  private static final int LINE = 16;

  private final MetricDistance metric;
  private final int dimension;
  private final int width;

  IndexVectors(MetricDistance metric, int dimension) {
    this.metric = metric;
    this.dimension = dimension;
    this.width = width(dimension);
  }

  /** Components of a row of that dimension with its padding: whole cache lines. */
  static int width(int dimension) {
    return (dimension + LINE - 1) / LINE * LINE;
  }

  /** Rows there are. */
  abstract int size();

  /** Memory of the heap that they take. */
  abstract long memoryBytes();

  /** Says where a prepared, padded row lies. */
  abstract void locate(int row, RowPlace place);

  /** Copies a prepared vector without its padding. */
  abstract void copy(int row, float[] into);

  /** A query to be compared with rows, for one thread. */
  abstract VectorQuery newQuery();

  MetricDistance metric() {
    return metric;
  }

  int dimension() {
    return dimension;
  }

  /** Components of a row with its padding, a multiple of 16. */
  int width() {
    return width;
  }

  /** The i-th of {@code count} rows all over the vectors. */
  int spread(int i, int count) {
    return spread(i, count, size());
  }

  /** The i-th of {@code count} rows all over the first {@code rows}. */
  static int spread(int i, int count, int rows) {
    return (int) ((long) i * rows / count);
  }

  /** Brings a query into the form of a row, which has room for the padding. */
  void prepare(float[] query, float[] into) {
    System.arraycopy(query, 0, into, 0, dimension);
    metric.prepare(into, 0, dimension);
  }
}
