package io.vicinal.core.distance;

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
}
