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
  /** Ints of a row of a matrix that go together in {@link #multiply}. */
  int PAIRS = 16;

  /** A name for logs, as in {@code "vector-512"}. */
  String name();

  /** Kernels for many vectors at once, on the same processor. */
  TileKernels tiles();

  /** The inner product {@code Σ a_i · b_i}. */
  float dot(float[] a, int ao, float[] b, int bo, int d);

  /** The squared L2 distance {@code Σ (a_i − b_i)²}. */
  float squaredEuclidean(float[] a, int ao, float[] b, int bo, int d);

  /** The L1 distance {@code Σ |a_i − b_i|}. */
  float manhattan(float[] a, int ao, float[] b, int bo, int d);

  /**
   * The inner product of codes of 8 bits with those of a query of 7 bits, exactly. Of each 16 ints,
   * or 32 halves of ints, the lower byte of half h goes with number h of the next 64 of the query,
   * and the upper byte with number {@code 32 + h}.
   *
   * @param ints a multiple of 16, at most 16,384
   * @param query {@code 4 · ints} numbers 0..127
   */
  int dotBytes(int[] codes, int offset, short[] query, int ints);

  /**
   * The same of codes of 4 bits: of half h, bits 4n to 4n + 3 go with number {@code 32n + h} of the
   * next 128 of the query.
   *
   * @param ints a multiple of 16, at most 16,384
   * @param query {@code 8 · ints} numbers 0..127
   */
  int dotNibbles(int[] codes, int offset, short[] query, int ints);

  /**
   * The same of codes of one bit: of half h, bit n goes with number {@code 32n + h} of the next 512
   * of the query.
   *
   * @param ints a multiple of 16, at most 16,384
   * @param query {@code 32 · ints} numbers 0..127
   */
  int dotBits(int[] codes, int offset, short[] query, int ints);

  /**
   * The product of a vector with a matrix of bfloat16: {@code into[k] = Σ_j vector[j] · row_j[k]}
   * for k below {@code width}.
   *
   * @param matrix rows of {@code width / 2} ints, one after the other. Of each {@value #PAIRS} ints
   *     of a row, the lower halves are {@value #PAIRS} numbers, and the upper halves the next ones
   * @param rows of the matrix, and numbers of the vector
   * @param width a multiple of {@code 2 · PAIRS}
   */
  void multiply(int[] matrix, float[] vector, int rows, float[] into, int width);
}
