package io.vicinal.core.hnsw;

import java.util.Arrays;
import java.util.List;

/**
 * Vectors by row number, as an index reads them: by one thread while it is built or loaded, and by
 * every thread that searches if it {@linkplain HnswIndex#mapped keeps none in memory}.
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
