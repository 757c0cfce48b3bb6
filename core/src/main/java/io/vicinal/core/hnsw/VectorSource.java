package io.vicinal.core.hnsw;

import java.util.Arrays;
import java.util.List;

/**
 * Vectors by row number, as an index reads them while it is built or loaded. Read by one thread.
 */
@FunctionalInterface
public interface VectorSource {
  /** Copies the components of a row to {@code into}, from {@code offset} on. */
  void read(int row, float[] into, int offset);

  /** The given vectors. */
  static VectorSource of(float[]... vectors) {
    List<float[]> rows = Arrays.asList(vectors);
    return (row, into, offset) -> {
      float[] vector = rows.get(row);
      System.arraycopy(vector, 0, into, offset, vector.length);
    };
  }
}
