package io.vicinal.api;

import java.util.Arrays;

/**
 * An immutable vector of which only some components are kept, each with its index: the weights of
 * words, say. What is not kept is zero. Sorted by index.
 *
 * <p>Two vectors are compared by the components that both keep: a zero that is kept counts as one.
 */
public final class SparseVector implements QueryVector {
  /** The largest index, 2³¹ − 2. */
  public static final int MAX_INDEX = Integer.MAX_VALUE - 1;

  /** The most components kept. */
  public static final int MAX_SIZE = 65_536;

  private final int[] indices;
  private final float[] values;

  private SparseVector(int[] indices, float[] values) {
    this.indices = indices;
    this.values = values;
  }

  /**
   * A vector of the components in any order, which are copied.
   *
   * @param indices 0..{@value #MAX_INDEX}, each once, {@value #MAX_SIZE} at most
   * @param values finite; {@code values[i]} belongs to {@code indices[i]}
   * @throws VicinalException {@link ErrorCode#INVALID_VECTOR}, naming the index or value at fault
   */
  public static SparseVector of(int[] indices, float[] values) {
    checkSize(indices.length, values.length);
    int[] sortedIndices = indices.clone();
    float[] sortedValues = values.clone();
    if (!isSorted(indices)) {
      Integer[] order = new Integer[indices.length];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, (a, b) -> Integer.compare(indices[a], indices[b]));
      for (int i = 0; i < order.length; i++) {
        sortedIndices[i] = indices[order[i]];
        sortedValues[i] = values[order[i]];
      }
    }
    for (int i = 0; i < sortedIndices.length; i++) {
      checkComponent(i == 0 ? -1 : sortedIndices[i - 1], sortedIndices[i], sortedValues[i]);
    }
    return new SparseVector(sortedIndices, sortedValues);
  }

  /**
   * Refuses numbers of indices and values that no vector has.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_VECTOR}
   */
  public static void checkSize(int indices, int values) {
    if (indices != values) {
      throw refused(indices + " indices and " + values + " values; expected as many of each");
    }
    if (indices > MAX_SIZE) {
      throw refused(indices + " components; expected at most " + MAX_SIZE);
    }
  }

  /**
   * Refuses a component that cannot follow another in the order of indices.
   *
   * @param previous the index before, −1 for the first
   * @throws VicinalException {@link ErrorCode#INVALID_VECTOR}
   */
  public static void checkComponent(int previous, int index, float value) {
    if (index < 0 || index > MAX_INDEX) {
      throw refused("index " + index + "; expected 0.." + MAX_INDEX);
    }
    if (index == previous) {
      throw refused("index " + index + " occurs twice; expected each once");
    }
    if (index < previous) {
      throw refused("index " + index + " after " + previous + "; expected ascending indices");
    }
    if (!Float.isFinite(value)) {
      throw refused("value " + value + " of index " + index + "; expected a finite number");
    }
  }

  /** The number of components that are kept. */
  public int size() {
    return indices.length;
  }

  /** The i-th index, from 0, in ascending order. */
  public int index(int i) {
    return indices[i];
  }

  /** The component of the i-th index. */
  public float value(int i) {
    return values[i];
  }

  /** The indices, ascending, copied. */
  public int[] indices() {
    return indices.clone();
  }

  /** The components in the order of their indices, copied. */
  public float[] values() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SparseVector that
        && Arrays.equals(indices, that.indices)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(indices) + Arrays.hashCode(values);
  }

  /** The size and the first components, short enough for a log line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("sparse(" + indices.length + "){");
    for (int i = 0; i < Math.min(indices.length, 4); i++) {
      text.append(i == 0 ? "" : ", ").append(indices[i]).append(": ").append(values[i]);
    }
    return text.append('}').toString();
  }

  private static boolean isSorted(int[] indices) {
    for (int i = 1; i < indices.length; i++) {
      if (indices[i - 1] >= indices[i]) {
        return false;
      }
    }
    return true;
  }

  private static VicinalException refused(String what) {
    return new VicinalException(ErrorCode.INVALID_VECTOR, "a sparse vector with " + what);
  }
}
