package io.vicinal.core.distance;

/**
 * The inner loops over two float32 vectors that lie somewhere in two arrays.
 *
 * <p>Each method reads {@code a[ao .. ao + d)} and {@code b[bo .. bo + d)} and nothing else. Sums
 * are accumulated in float32 in an order of the implementation's choice: results of two
 * implementations differ by rounding (relative error about {@code d · 2⁻²⁴} at worst) and rank
 * vectors alike where the exact distances differ by more than that. Infinities and NaN come out as
 * IEEE 754 has them.
 *
 * <p>Implementations have no state; every method may be called by any thread. {@code d} may be any
 * number from 0; multiples of 16 are fastest.
 */
public interface DistanceKernels {
  /** A name for logs, as in {@code "vector-512"}. */
  String name();

  /** The inner product {@code Σ a_i · b_i}. */
  float dot(float[] a, int ao, float[] b, int bo, int d);

  /** The squared L2 distance {@code Σ (a_i − b_i)²}. */
  float squaredEuclidean(float[] a, int ao, float[] b, int bo, int d);

  /** The L1 distance {@code Σ |a_i − b_i|}. */
  float manhattan(float[] a, int ao, float[] b, int bo, int d);
}
