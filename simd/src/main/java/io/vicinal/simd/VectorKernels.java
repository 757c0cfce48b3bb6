package io.vicinal.simd;

import io.vicinal.core.distance.DistanceKernels;
import io.vicinal.core.distance.TileKernels;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels over the widest vectors of the processor.
 *
 * <p>Implementation notes: four sums hide the latency of the fused multiply-add (4 cycles on the
 * processors at hand). Each kernel is one small static method over a constant species: that is what
 * the compiler of Java 17 turns into machine vectors without allocating; a sum kept in a field or
 * passed between methods is boxed there. So is one after its loop, if any code of the process has
 * called the same method on vectors of another length: there is one species of each element type,
 * and a kernel that worked on half vectors made exact search 28 times slower. Tails of fewer
 * components than a vector are scalar because masks are emulated below AVX-512.
 */
final class VectorKernels implements DistanceKernels {
  private static final VectorSpecies<Float> SPECIES =
      // Longer ones than these would mix what DistanceKernels.PAIRS keeps apart.
      FloatVector.SPECIES_PREFERRED.length() > PAIRS
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, SPECIES.vectorShape());
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, SPECIES.vectorShape());

  /** The lower byte of each half of an int. */
  private static final int LOW_BYTES = 0x00ff_00ff;

  /** The lowest four bits of each half of an int. */
  private static final int LOW_NIBBLES = 0x000f_000f;

  /** The lowest bit of each half of an int. */
  private static final int LOW_BITS = 0x0001_0001;

  /**
   * Ints whose products with bits are summed in 16 bits: of each vector of them a lane gets sixteen
   * products up to 127, and 32 times as many do not overflow without a sign.
   */
  private static final int BIT_BLOCK = Math.min(256, 32 * LANES);

  /** As above, with nibbles: of each vector a lane gets four products up to 15 · 127; 8 times. */
  private static final int NIBBLE_BLOCK = Math.min(64, 8 * LANES);

  private final TileKernels tiles = new VectorTileKernels();

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
  public TileKernels tiles() {
    return tiles;
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

  @Override
  public int dotBytes(int[] codes, int offset, short[] query, int ints) {
    return dotBytesOf(codes, offset, query, ints);
  }

  @Override
  public int dotNibbles(int[] codes, int offset, short[] query, int ints) {
    int sum = 0;
    for (int i = 0; i < ints; i += NIBBLE_BLOCK) {
      sum += dotNibblesOf(codes, offset, query, i, Math.min(ints, i + NIBBLE_BLOCK));
    }
    return sum;
  }

  @Override
  public int dotBits(int[] codes, int offset, short[] query, int ints) {
    int sum = 0;
    for (int i = 0; i < ints; i += BIT_BLOCK) {
      sum += dotBitsOf(codes, offset, query, i, Math.min(ints, i + BIT_BLOCK));
    }
    return sum;
  }

  @Override
  public void multiply(int[] matrix, float[] vector, int rows, float[] into, int width) {
    for (int i = 0; i < width / 2; i += 4 * LANES) {
      multiplyFour(matrix, i, width / 2, vector, rows, into);
    }
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

  private static int dotBytesOf(int[] codes, int offset, short[] query, int ints) {
    IntVector s0 = IntVector.zero(INTS);
    IntVector s1 = s0;
    for (int i = 0; i < ints; i += LANES) {
      int place = (i >> 4 << 6) + ((i & 15) << 1);
      IntVector four = IntVector.fromArray(INTS, codes, offset + i);
      ShortVector low = four.and(LOW_BYTES).reinterpretAsShorts();
      ShortVector high =
          four.lanewise(VectorOperators.LSHR, 8).and(LOW_BYTES).reinterpretAsShorts();
      IntVector products = low.mul(ShortVector.fromArray(SHORTS, query, place)).reinterpretAsInts();
      IntVector others =
          high.mul(ShortVector.fromArray(SHORTS, query, place + 32)).reinterpretAsInts();
      // Two products of 255 · 127 at most fit in 16 bits: nothing is carried over.
      IntVector sums = products.add(others);
      s0 = s0.add(sums.and(0xffff));
      s1 = s1.add(sums.lanewise(VectorOperators.LSHR, 16));
    }
    return s0.add(s1).reduceLanes(VectorOperators.ADD);
  }

  /** At most {@link #NIBBLE_BLOCK} ints. */
  private static int dotNibblesOf(int[] codes, int offset, short[] query, int from, int to) {
    ShortVector s0 = ShortVector.zero(SHORTS);
    ShortVector s1 = s0;
    for (int i = from; i < to; i += LANES) {
      int place = (i >> 4 << 7) + ((i & 15) << 1);
      IntVector eight = IntVector.fromArray(INTS, codes, offset + i);
      s0 = s0.add(nibbles(eight).mul(ShortVector.fromArray(SHORTS, query, place)));
      eight = eight.lanewise(VectorOperators.LSHR, 4);
      s1 = s1.add(nibbles(eight).mul(ShortVector.fromArray(SHORTS, query, place + 32)));
      eight = eight.lanewise(VectorOperators.LSHR, 4);
      s0 = s0.add(nibbles(eight).mul(ShortVector.fromArray(SHORTS, query, place + 64)));
      eight = eight.lanewise(VectorOperators.LSHR, 4);
      s1 = s1.add(nibbles(eight).mul(ShortVector.fromArray(SHORTS, query, place + 96)));
    }
    IntVector sums = s0.add(s1).reinterpretAsInts();
    return sums.and(0xffff)
        .add(sums.lanewise(VectorOperators.LSHR, 16))
        .reduceLanes(VectorOperators.ADD);
  }

  /** At most {@link #BIT_BLOCK} ints. */
  private static int dotBitsOf(int[] codes, int offset, short[] query, int from, int to) {
    ShortVector s0 = ShortVector.zero(SHORTS);
    ShortVector s1 = s0;
    for (int i = from; i < to; i += LANES) {
      int place = (i >> 4 << 9) + ((i & 15) << 1);
      IntVector many = IntVector.fromArray(INTS, codes, offset + i);
      for (int n = 0; n < 16; n += 4, place += 128) {
        s0 = s0.add(bits(many).mul(ShortVector.fromArray(SHORTS, query, place)));
        many = many.lanewise(VectorOperators.LSHR, 1);
        s1 = s1.add(bits(many).mul(ShortVector.fromArray(SHORTS, query, place + 32)));
        many = many.lanewise(VectorOperators.LSHR, 1);
        s0 = s0.add(bits(many).mul(ShortVector.fromArray(SHORTS, query, place + 64)));
        many = many.lanewise(VectorOperators.LSHR, 1);
        s1 = s1.add(bits(many).mul(ShortVector.fromArray(SHORTS, query, place + 96)));
        many = many.lanewise(VectorOperators.LSHR, 1);
      }
    }
    IntVector sums = s0.add(s1).reinterpretAsInts();
    return sums.and(0xffff)
        .add(sums.lanewise(VectorOperators.LSHR, 16))
        .reduceLanes(VectorOperators.ADD);
  }

  private static ShortVector bits(IntVector many) {
    return many.and(LOW_BITS).reinterpretAsShorts();
  }

  private static ShortVector nibbles(IntVector eight) {
    return eight.and(LOW_NIBBLES).reinterpretAsShorts();
  }

  /**
   * Four vectors of a row from {@code first} on. Where there are fewer, the last one is computed
   * again: with a kernel for each remainder, the compilers of Java 17 and 25 have too much in one
   * method, and box.
   */
  private static void multiplyFour(
      int[] matrix, int first, int ints, float[] vector, int rows, float[] into) {
    int last = ints - LANES;
    int second = Math.min(first + LANES, last);
    int third = Math.min(first + 2 * LANES, last);
    int fourth = Math.min(first + 3 * LANES, last);
    FloatVector l0 = FloatVector.zero(SPECIES);
    FloatVector l1 = l0;
    FloatVector l2 = l0;
    FloatVector l3 = l0;
    FloatVector h0 = l0;
    FloatVector h1 = l0;
    FloatVector h2 = l0;
    FloatVector h3 = l0;
    for (int row = 0, at = 0; row < rows; row++, at += ints) {
      FloatVector factor = FloatVector.broadcast(SPECIES, vector[row]);
      IntVector pairs = IntVector.fromArray(INTS, matrix, at + first);
      l0 = low(pairs).fma(factor, l0);
      h0 = high(pairs).fma(factor, h0);
      pairs = IntVector.fromArray(INTS, matrix, at + second);
      l1 = low(pairs).fma(factor, l1);
      h1 = high(pairs).fma(factor, h1);
      pairs = IntVector.fromArray(INTS, matrix, at + third);
      l2 = low(pairs).fma(factor, l2);
      h2 = high(pairs).fma(factor, h2);
      pairs = IntVector.fromArray(INTS, matrix, at + fourth);
      l3 = low(pairs).fma(factor, l3);
      h3 = high(pairs).fma(factor, h3);
    }
    store(l0, h0, into, first);
    store(l1, h1, into, second);
    store(l2, h2, into, third);
    store(l3, h3, into, fourth);
  }

  /** The lower halves of the ints as bfloat16. */
  private static FloatVector low(IntVector pairs) {
    return pairs.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
  }

  private static FloatVector high(IntVector pairs) {
    return pairs.and(0xffff_0000).reinterpretAsFloats();
  }

  /** At most 35 bytecodes, or it would not be inlined, and the loops before it would box. */
  private static void store(FloatVector low, FloatVector high, float[] into, int ints) {
    int at = (ints / PAIRS) * 2 * PAIRS + ints % PAIRS;
    low.intoArray(into, at);
    high.intoArray(into, at + PAIRS);
  }

  private static FloatVector at(float[] array, int index) {
    return FloatVector.fromArray(SPECIES, array, index);
  }
}
