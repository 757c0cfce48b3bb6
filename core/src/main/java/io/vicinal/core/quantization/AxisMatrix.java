package io.vicinal.core.quantization;

import io.vicinal.core.distance.DistanceKernels;
import io.vicinal.core.io.ChecksummedInput;
import io.vicinal.core.io.ChecksummedOutput;

/**
 * Projects vectors on axes. Components of the axes have 8 bits of precision (bfloat16), so that the
 * matrix fits in the second level of a processor's cache: what a projection costs is reading it.
 *
 * <p>Immutable and thread-safe.
 */
final class AxisMatrix implements Projection {
  /** Projections are computed in blocks of that many. */
  static final int BLOCK = 2 * DistanceKernels.PAIRS;

  private final int dimension;
  private final int width;
  private final float[] mean;
  private final int[] packed;

  private AxisMatrix(int dimension, int width, float[] mean, int[] packed) {
    this.dimension = dimension;
    this.width = width;
    this.mean = mean;
    this.packed = packed;
  }

  /**
   * A matrix.
   *
   * @param mean is subtracted from every vector
   * @param axes row j, of {@code count} floats, has component j of every axis
   */
  static AxisMatrix of(float[] mean, float[] axes, int count) {
    int dimension = mean.length;
    int width = width(count);
    int[] packed = new int[Math.toIntExact(ints(dimension, count))];
    for (int row = 0; row < dimension; row++) {
      for (int axis = 0; axis < count; axis++) {
        int half = axis % BLOCK / DistanceKernels.PAIRS;
        int at = (row * width + axis / BLOCK * BLOCK) / 2 + axis % DistanceKernels.PAIRS;
        packed[at] |= bfloat16(axes[row * count + axis]) << (16 * half);
      }
    }
    return new AxisMatrix(dimension, width, mean, packed);
  }

  /** Reads what {@link #writeTo} wrote, of the given shape. */
  static AxisMatrix read(ChecksummedInput input, int dimension, int count) {
    float[] mean = new float[dimension];
    int[] packed = new int[Math.toIntExact(ints(dimension, count))];
    input.getFloats(mean, 0, mean.length);
    input.getInts(packed, 0, packed.length);
    return new AxisMatrix(dimension, width(count), mean, packed);
  }

  @Override
  public Kind kind() {
    return Kind.AXES;
  }

  @Override
  public void writeTo(ChecksummedOutput output) {
    output.putFloats(mean, 0, mean.length);
    output.putInts(packed, 0, packed.length);
  }

  /** Ints of the packed rows. */
  static long ints(int dimension, int count) {
    return (long) dimension * width(count) / 2;
  }

  private static int width(int count) {
    return (count + BLOCK - 1) / BLOCK * BLOCK;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public float[] mean() {
    return mean;
  }

  @Override
  public void project(
      float[] vector, int offset, float[] centred, float[] into, DistanceKernels kernels) {
    Projection.centre(vector, offset, mean, centred);
    kernels.multiply(packed, centred, dimension, into, width);
  }

  private static int bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    // To the nearest, ties to even.
    return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;
  }
}
