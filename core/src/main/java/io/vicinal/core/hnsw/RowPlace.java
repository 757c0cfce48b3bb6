package io.vicinal.core.hnsw;

/**
 * Where the vector of a row lies, until another row is {@linkplain IndexVectors#locate located}.
 */
final class RowPlace {
  private float[] copy = {};
  private float[] array = copy;
  private int offset;

  /** The array that holds the row. */
  float[] array() {
    return array;
  }

  /** The first component of the row in the array. */
  int offset() {
    return offset;
  }

  /** Points at a row of an array, which others may read. */
  void set(float[] holder, int at) {
    array = holder;
    offset = at;
  }

  /** Points at room for a row of its own, of that width and with zeros where nobody wrote. */
  float[] room(int width) {
    if (copy.length != width) {
      copy = new float[width];
    }
    set(copy, 0);
    return copy;
  }
}
