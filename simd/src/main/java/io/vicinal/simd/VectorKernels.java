package io.vicinal.simd;

import io.vicinal.core.distance.DistanceKernels;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels over the widest vectors of the processor.
 *
 * <p>Implementation notes: four sums hide the latency of the fused multiply-add (4 cycles on the
 * processors at hand). Each kernel is one small static method over a constant species: that is what
 * the compiler of Java 17 turns into machine vectors without allocating; a sum kept in a field or
 * passed between methods is boxed there. Tails of fewer components than a vector are scalar because
 * masks are emulated below AVX-512.
 */
final class VectorKernels implements DistanceKernels {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** What makes the kernels useless although the module is present. */
  static Optional<String> obstacle() {
    return LANES >= 4
        ? Optional.empty()
        : Optional.of("this processor has no vectors of at least 128 bits");
  }

  @Override
  public String name() {
    return "vector-" + SPECIES.vectorBitSize();
  }

  @Override
  public float dot(float[] a, int ao, float[] b, int bo, int d) {
    return dotOf(a, ao, b, bo, d);
  }

  @Override
  public float squaredEuclidean(float[] a, int ao, float[] b, int bo, int d) {
    return squaredEuclideanOf(a, ao, b, bo, d);
  }

  @Override
  public float manhattan(float[] a, int ao, float[] b, int bo, int d) {
    return manhattanOf(a, ao, b, bo, d);
  }

  private static float dotOf(float[] a, int ao, float[] b, int bo, int d) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = 0;
    for (int end = d - 4 * LANES; i <= end; i += 4 * LANES) {
      s0 = at(a, ao + i).fma(at(b, bo + i), s0);
      s1 = at(a, ao + i + LANES).fma(at(b, bo + i + LANES), s1);
      s2 = at(a, ao + i + 2 * LANES).fma(at(b, bo + i + 2 * LANES), s2);
      s3 = at(a, ao + i + 3 * LANES).fma(at(b, bo + i + 3 * LANES), s3);
    }
    for (int end = d - LANES; i <= end; i += LANES) {
      s0 = at(a, ao + i).fma(at(b, bo + i), s0);
    }
    float sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
    for (; i < d; i++) {
      sum += a[ao + i] * b[bo + i];
    }
    return sum;
  }

  private static float squaredEuclideanOf(float[] a, int ao, float[] b, int bo, int d) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = 0;
    for (int end = d - 4 * LANES; i <= end; i += 4 * LANES) {
      FloatVector d0 = at(a, ao + i).sub(at(b, bo + i));
      FloatVector d1 = at(a, ao + i + LANES).sub(at(b, bo + i + LANES));
      FloatVector d2 = at(a, ao + i + 2 * LANES).sub(at(b, bo + i + 2 * LANES));
      FloatVector d3 = at(a, ao + i + 3 * LANES).sub(at(b, bo + i + 3 * LANES));
      s0 = d0.fma(d0, s0);
      s1 = d1.fma(d1, s1);
      s2 = d2.fma(d2, s2);
      s3 = d3.fma(d3, s3);
    }
    for (int end = d - LANES; i <= end; i += LANES) {
      FloatVector d0 = at(a, ao + i).sub(at(b, bo + i));
      s0 = d0.fma(d0, s0);
    }
    float sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
    for (; i < d; i++) {
      float d0 = a[ao + i] - b[bo + i];
      sum += d0 * d0;
    }
    return sum;
  }

  private static float manhattanOf(float[] a, int ao, float[] b, int bo, int d) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int i = 0;
    for (int end = d - 4 * LANES; i <= end; i += 4 * LANES) {
      s0 = s0.add(at(a, ao + i).sub(at(b, bo + i)).abs());
      s1 = s1.add(at(a, ao + i + LANES).sub(at(b, bo + i + LANES)).abs());
      s2 = s2.add(at(a, ao + i + 2 * LANES).sub(at(b, bo + i + 2 * LANES)).abs());
      s3 = s3.add(at(a, ao + i + 3 * LANES).sub(at(b, bo + i + 3 * LANES)).abs());
    }
    for (int end = d - LANES; i <= end; i += LANES) {
      s0 = s0.add(at(a, ao + i).sub(at(b, bo + i)).abs());
    }
    float sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
    for (; i < d; i++) {
      sum += Math.abs(a[ao + i] - b[bo + i]);
    }
    return sum;
  }

  private static FloatVector at(float[] array, int index) {
    return FloatVector.fromArray(SPECIES, array, index);
  }
}
