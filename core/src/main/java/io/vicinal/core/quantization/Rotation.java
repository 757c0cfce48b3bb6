package io.vicinal.core.quantization;

import io.vicinal.core.distance.DistanceKernels;
import io.vicinal.core.io.ChecksummedInput;
import io.vicinal.core.io.ChecksummedOutput;
import java.util.Random;

/**
 * Takes the mean off and rotates at random, so that every component varies about as much as the
 * others, and none is like its neighbour. Lengths and inner products stay.
 *
 * <p>A round flips the signs of some components and applies a Hadamard matrix to as many of them as
 * the largest power of two that fits: the first in even rounds, the last in odd ones. That is as
 * good as a dense random matrix for codes, and takes d log d steps (Ailon and Chazelle, The Fast
 * Johnson-Lindenstrauss Transform). The signs are the bits of {@link Random}, whose sequence is
 * specified, from a seed: bit j of round r is its {@code r · dimension + j}-th boolean.
 */
final class Rotation implements Projection {
  private static final int ROUNDS = 4;

  private final Centring centring;
  private final int dimension;
  private final long seed;

  /** 1 or −1 for each component of each round. */
  private final float[] signs;

  private final int block;

  /** A rotation after taking off the mean. */
  Rotation(float[] mean, long seed) {
    this(new Centring(mean), seed);
  }

  private Rotation(Centring centring, long seed) {
    this.centring = centring;
    this.dimension = centring.width();
    this.seed = seed;
    this.block = Integer.highestOneBit(dimension);
    this.signs = new float[ROUNDS * dimension];
    Random random = new Random(seed);
    for (int i = 0; i < signs.length; i++) {
      signs[i] = random.nextBoolean() ? 1 : -1;
    }
  }

  /** Reads what {@link #writeTo} wrote. */
  static Rotation read(ChecksummedInput input, int dimension) {
    Centring centring = Centring.read(input, dimension);
    return new Rotation(centring, input.getLong());
  }

  @Override
  public Kind kind() {
    return Kind.ROTATED;
  }

  @Override
  public float[] mean() {
    return centring.mean();
  }

  @Override
  public int width() {
    return dimension;
  }

  @Override
  public void project(
      float[] vector, int offset, float[] centred, float[] into, DistanceKernels kernels) {
    centring.project(vector, offset, centred, into, kernels);
    float scale = (float) (1 / Math.sqrt(block));
    for (int round = 0; round < ROUNDS; round++) {
      int first = round % 2 == 0 ? 0 : dimension - block;
      flip(into, round * dimension);
      for (int half = 1; half < block; half *= 2) {
        butterflies(into, first, half);
      }
      for (int i = first; i < first + block; i++) {
        into[i] *= scale;
      }
    }
  }

  @Override
  public void writeTo(ChecksummedOutput output) {
    centring.writeTo(output);
    output.putLong(seed);
  }

  private void flip(float[] vector, int from) {
    for (int i = 0; i < dimension; i++) {
      vector[i] *= signs[from + i];
    }
  }

  /** Sums and differences of numbers that are {@code half} apart. */
  private void butterflies(float[] vector, int first, int half) {
    for (int group = first; group < first + block; group += 2 * half) {
      for (int i = group; i < group + half; i++) {
        float a = vector[i];
        float b = vector[i + half];
        vector[i] = a + b;
        vector[i + half] = a - b;
      }
    }
  }
}
