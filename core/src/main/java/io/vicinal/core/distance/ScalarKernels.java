package io.vicinal.core.distance;

import java.util.Arrays;

/**
 * Kernels in plain Java, for every virtual machine.
 *
 * <p>Implementation note: the compiler may not reorder float additions, so a single sum waits for
 * the adder at every step. Four independent sums keep it busy, and round less.
 */
final class ScalarKernels implements DistanceKernels {
  static final ScalarKernels INSTANCE = new ScalarKernels();

  private ScalarKernels() {}

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public TileKernels tiles() {
    return ScalarTileKernels.INSTANCE;
  }

  @Override
  public float dot(float[] a, int ao, float[] b, int bo, int d) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 3 < d; i += 4) {
      s0 += a[ao + i] * b[bo + i];
      s1 += a[ao + i + 1] * b[bo + i + 1];
      s2 += a[ao + i + 2] * b[bo + i + 2];
      s3 += a[ao + i + 3] * b[bo + i + 3];
    }
    for (; i < d; i++) {
      s0 += a[ao + i] * b[bo + i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  @Override
  public float squaredEuclidean(float[] a, int ao, float[] b, int bo, int d) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 3 < d; i += 4) {
      float d0 = a[ao + i] - b[bo + i];
      float d1 = a[ao + i + 1] - b[bo + i + 1];
      float d2 = a[ao + i + 2] - b[bo + i + 2];
      float d3 = a[ao + i + 3] - b[bo + i + 3];
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    for (; i < d; i++) {
      float d0 = a[ao + i] - b[bo + i];
      s0 += d0 * d0;
    }
    return (s0 + s1) + (s2 + s3);
  }

  @Override
  public float manhattan(float[] a, int ao, float[] b, int bo, int d) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 3 < d; i += 4) {
      s0 += Math.abs(a[ao + i] - b[bo + i]);
      s1 += Math.abs(a[ao + i + 1] - b[bo + i + 1]);
      s2 += Math.abs(a[ao + i + 2] - b[bo + i + 2]);
      s3 += Math.abs(a[ao + i + 3] - b[bo + i + 3]);
    }
    for (; i < d; i++) {
      s0 += Math.abs(a[ao + i] - b[bo + i]);
    }
    return (s0 + s1) + (s2 + s3);
  }

  @Override
  public int dotBytes(int[] codes, int offset, short[] query, int ints) {
    int sum = 0;
    for (int i = 0; i < ints; i++) {
      int code = codes[offset + i];
      int place = i / 16 * 64 + i % 16 * 2;
      sum +=
          (code & 0xff) * query[place]
              + (code >>> 8 & 0xff) * query[place + 32]
              + (code >>> 16 & 0xff) * query[place + 1]
              + (code >>> 24) * query[place + 33];
    }
    return sum;
  }

  @Override
  public int dotNibbles(int[] codes, int offset, short[] query, int ints) {
    int sum = 0;
    for (int i = 0; i < ints; i++) {
      int code = codes[offset + i];
      int place = i / 16 * 128 + i % 16 * 2;
      for (int n = 0; n < 4; n++, code >>>= 4, place += 32) {
        sum += (code & 0xf) * query[place] + (code >>> 16 & 0xf) * query[place + 1];
      }
    }
    return sum;
  }

  @Override
  public int dotBits(int[] codes, int offset, short[] query, int ints) {
    int sum = 0;
    for (int i = 0; i < ints; i++) {
      int code = codes[offset + i];
      int place = i / 16 * 512 + i % 16 * 2;
      for (int n = 0; n < 16; n++, code >>>= 1, place += 32) {
        sum += (code & 1) * query[place] + (code >>> 16 & 1) * query[place + 1];
      }
    }
    return sum;
  }

  @Override
  public void multiply(int[] matrix, float[] vector, int rows, float[] into, int width) {
    Arrays.fill(into, 0, width, 0);
    for (int row = 0, at = 0; row < rows; row++, at += width / 2) {
      for (int i = 0; i < width / 2; i++) {
        int pair = matrix[at + i];
        int low = i / PAIRS * 2 * PAIRS + i % PAIRS;
        into[low] += vector[row] * Float.intBitsToFloat(pair << 16);
        into[low + PAIRS] += vector[row] * Float.intBitsToFloat(pair & 0xffff_0000);
      }
    }
  }
}
