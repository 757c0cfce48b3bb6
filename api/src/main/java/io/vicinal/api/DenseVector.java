package io.vicinal.api;

import java.util.Arrays;

/**
 * An immutable vector of float32 components. Its components are whatever they are: a {@link
 * VectorField} decides which vectors it accepts.
 */
public final class DenseVector implements QueryVector, Example {
  private final float[] components;

  private DenseVector(float[] components) {
    this.components = components;
  }

  /** A vector of the given components, which are copied. */
  public static DenseVector of(float... components) {
    return new DenseVector(components.clone());
  }

  /** A vector of a part of an array, which is copied. */
  public static DenseVector copyOf(float[] source, int offset, int dimension) {
    return new DenseVector(Arrays.copyOfRange(source, offset, offset + dimension));
  }

  /** The number of components. */
  public int dimension() {
    return components.length;
  }

  /** The i-th component, from 0. */
  public float component(int i) {
    return components[i];
  }

  /** The components, copied. */
  public float[] toArray() {
    return components.clone();
  }

  /** Copies the components to {@code target}, from {@code offset} on. */
  public void copyTo(float[] target, int offset) {
    System.arraycopy(components, 0, target, offset, components.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DenseVector that && Arrays.equals(components, that.components);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(components);
  }

  /** The dimension and the first components, short enough for a log line. */
  @Override
  public String toString() {
    int shown = Math.min(components.length, 4);
    String head = Arrays.toString(Arrays.copyOf(components, shown));
    return "vector(" + components.length + ")" + head;
  }
}
