package io.vicinal.core.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every implementation of {@link DistanceKernels} must do; float64 is the judge. */
public interface KernelContract {
  /** Seed of the vectors, for messages. */
  long SEED = 17;

  /** The kernels under test. */
  DistanceKernels kernels();

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 1, 2, 3, 5, 7, 8, 15, 16, 17, 31, 33, 63, 64, 65, 100, 127, 128, 255, 257, 384, 511, 768,
        784, 1023, 1535, 1536
      })
  default void agreesWithFloat64AndRanksAlike(int d) {
    Random random = new Random(SEED + d);
    float[] query = gaussian(random, d + 3);
    float[] rows = gaussian(random, 50 * d + 5);
    double[][] exact = new double[3][50];
    float[][] found = new float[3][50];
    for (int row = 0; row < 50; row++) {
      int offset = 5 + row * d;
      double magnitude = 0;
      for (int i = 0; i < d; i++) {
        double x = query[3 + i];
        double y = rows[offset + i];
        exact[0][row] += x * y;
        exact[1][row] += (x - y) * (x - y);
        exact[2][row] += Math.abs(x - y);
        magnitude += Math.abs(x * y) + (x - y) * (x - y);
      }
      found[0][row] = kernels().dot(query, 3, rows, offset, d);
      found[1][row] = kernels().squaredEuclidean(query, 3, rows, offset, d);
      found[2][row] = kernels().manhattan(query, 3, rows, offset, d);
      double tolerance = 1e-6 * (magnitude + 1);
      for (int kernel = 0; kernel < 3; kernel++) {
        assertThat((double) found[kernel][row])
            .as("kernel %d, d %d, row %d, seed %d", kernel, d, row, SEED)
            .isEqualTo(exact[kernel][row], within(tolerance));
      }
    }
    for (int kernel = 0; kernel < 3; kernel++) {
      assertSameOrder(exact[kernel], found[kernel], 2e-6 * (4 * d + 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 48, 64, 80, 144, 208, 272, 16_384})
  default void multipliesCodesExactly(int ints) {
    Random random = new Random(SEED + ints);
    int[] codes = random.ints(ints + 3).toArray();
    short[] query = new short[32 * ints];
    for (int i = 0; i < query.length; i++) {
      query[i] = (short) random.nextInt(128);
    }
    assertThat(kernels().dotBytes(codes, 3, query, ints))
        .isEqualTo(product(codes, 3, query, ints, 8))
        .isPositive();
    assertThat(kernels().dotNibbles(codes, 3, query, ints))
        .isEqualTo(product(codes, 3, query, ints, 4))
        .isPositive();
    assertThat(kernels().dotBits(codes, 3, query, ints))
        .isEqualTo(product(codes, 3, query, ints, 1))
        .isPositive();
    Arrays.fill(codes, -1);
    Arrays.fill(query, (short) 127);
    assertThat(kernels().dotBytes(codes, 3, query, ints)).isEqualTo(4 * ints * 255 * 127);
    assertThat(kernels().dotNibbles(codes, 3, query, ints)).isEqualTo(8 * ints * 15 * 127);
    assertThat(kernels().dotBits(codes, 3, query, ints)).isEqualTo(32 * ints * 127);
  }

  /** By the words of the interface, code by code. */
  private static int product(int[] codes, int offset, short[] query, int ints, int bits) {
    int sum = 0;
    int number = 0;
    for (int line = 0; line < ints; line += 16) {
      for (int shift = 0; shift < 16; shift += bits) {
        for (int half = 0; half < 32; half++) {
          int bitsOfHalf = codes[offset + line + half / 2] >>> (16 * (half % 2));
          sum += (bitsOfHalf >>> shift & ((1 << bits) - 1)) * query[number++];
        }
      }
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 64, 96, 128, 160, 256, 384})
  default void multipliesAMatrixOfBfloat16(int width) {
    Random random = new Random(SEED + width);
    int rows = 37;
    float[] vector = gaussian(random, rows);
    int[] matrix = new int[rows * width / 2];
    double[] expected = new double[width];
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < width; k++) {
        int half = Float.floatToRawIntBits((float) random.nextGaussian()) >>> 16;
        expected[k] += (double) vector[row] * Float.intBitsToFloat(half << 16);
        int pair = row * width / 2 + k / 32 * 16 + k % 16;
        matrix[pair] |= half << (k % 32 < 16 ? 0 : 16);
      }
    }
    float[] found = new float[width + 1];
    Arrays.fill(found, 9);
    kernels().multiply(matrix, vector, rows, found, width);
    for (int k = 0; k < width; k++) {
      assertThat((double) found[k]).as("column %d", k).isEqualTo(expected[k], within(1e-4));
    }
    assertThat(found[width]).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 112, 128, 144, 256, 784, 4096})
  default void tilesAgreeWithFloat64(int width) {
    TileKernels tiles = kernels().tiles();
    Random random = new Random(SEED + width);
    int queries = tiles.panelQueries();
    int count = 3 * TileKernels.TILE_ROWS;
    float[] panel = gaussian(random, queries * width);
    float[] rows = gaussian(random, count * width);
    float[] products = gaussian(random, count * queries);
    float[] differences = gaussian(random, count * queries);
    tiles.products(rows, count, panel, width, products);
    tiles.differences(rows, count, panel, width, differences);
    for (int row = 0; row < count; row++) {
      for (int query = 0; query < queries; query++) {
        double product = 0;
        double difference = 0;
        double magnitude = 0;
        for (int i = 0; i < width; i++) {
          double x = rows[row * width + i];
          double q = panel[i * queries + query];
          product += x * q;
          difference += Math.abs(x - q);
          magnitude += Math.abs(x * q) + Math.abs(x - q);
        }
        String place = "width %d, row %d, query %d, seed %d".formatted(width, row, query, SEED);
        assertThat((double) products[row * queries + query])
            .as(place)
            .isEqualTo(product, within(width * 0x1p-24 * magnitude));
        assertThat((double) differences[row * queries + query])
            .as(place)
            .isEqualTo(-difference, within(width * 0x1p-24 * magnitude));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 48, 784})
  default void aCopyIsLessTheCentreAndItsSquaresAreSummed(int width) {
    Random random = new Random(SEED + width);
    float[] from = gaussian(random, 5 + width);
    float[] centre = gaussian(random, width);
    float[] into = new float[3 + width + 1];
    double squares = 0;
    float found = kernels().tiles().centre(from, 5, centre, into, 3, width);
    for (int i = 0; i < width; i++) {
      assertThat(into[3 + i]).isEqualTo(from[5 + i] - centre[i]);
      squares += (double) into[3 + i] * into[3 + i];
    }
    assertThat((double) found).as("seed %d", SEED).isEqualTo(squares, within(1e-6 * squares));
    assertThat(into[2]).isZero();
    assertThat(into[3 + width]).isZero();
  }

  @Test
  default void aRowReachesTheLimitOfOneQueryOnly() {
    TileKernels tiles = kernels().tiles();
    int queries = tiles.panelQueries();
    float[] sums = new float[3 * queries];
    float[] limits = new float[queries];
    for (int query = 0; query < queries; query++) {
      Arrays.fill(limits, Float.NaN);
      limits[query] = 7;
      sums[queries + query] = 5;
      assertThat(tiles.reaches(sums, 1, 2, limits)).as("query %d", query).isTrue();
      assertThat(tiles.reaches(sums, 1, 1.5f, limits)).isFalse();
      assertThat(tiles.reaches(sums, 0, 2, limits)).isFalse();
      assertThat(tiles.reaches(sums, 2, 2, limits)).isFalse();
      sums[queries + query] = 0;
    }
  }

  private static void assertSameOrder(double[] exact, float[] found, double tolerance) {
    for (int i = 0; i < exact.length; i++) {
      for (int j = 0; j < exact.length; j++) {
        if (exact[i] + tolerance < exact[j]) {
          assertThat(found[i]).as("rows %d and %d", i, j).isLessThan(found[j]);
        }
      }
    }
  }

  private static float[] gaussian(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
