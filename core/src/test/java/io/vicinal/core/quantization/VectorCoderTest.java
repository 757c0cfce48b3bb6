package io.vicinal.core.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.api.Metric;
import io.vicinal.core.distance.MetricDistance;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VectorCoderTest {
  private static final long SEED = 5;
  private static final int DIMENSION = 60;
  private static final int ROWS = 400;

  private final Random random = new Random(SEED);

  /**
   * What is the same for all vectors of a query is left out of the ranks: differences are exact.
   */
  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      names = {"EUCLIDEAN", "COSINE", "DOT"})
  void estimatesTheDifferencesOfRanks(Metric metric) {
    MetricDistance distance = MetricDistance.of(metric);
    float[] vectors = vectors(distance, 3);
    VectorCoder coder = VectorCoder.train(metric, vectors.clone(), DIMENSION, 8, 9, SEED);
    assertThat(coder.components()).isEqualTo(DIMENSION);
    assertThat(coder.codeInts()).isEqualTo(32);
    int[] codes = codes(coder, vectors);
    QueryCode query = coder.newQuery();
    float[] vector = Arrays.copyOf(vectors, DIMENSION);
    coder.code(vector, 0, query);
    double spread = 0;
    double error = 0;
    double shift = coder.rank(query, codes, 0) - rank(distance, vector, vectors, 0);
    for (int row = 1; row < ROWS; row++) {
      double exact = rank(distance, vector, vectors, row);
      double found = coder.rank(query, codes, row * coder.codeInts()) - shift;
      spread = Math.max(spread, Math.abs(exact - rank(distance, vector, vectors, 0)));
      error = Math.max(error, Math.abs(found - exact));
    }
    assertThat(error).as("error, seed %d", SEED).isLessThan(0.02 * spread);
  }

  @Test
  void estimatesFromFourBitsToo() {
    MetricDistance distance = MetricDistance.of(Metric.EUCLIDEAN);
    float[] vectors = vectors(distance, 3);
    VectorCoder coder = VectorCoder.train(Metric.EUCLIDEAN, vectors.clone(), DIMENSION, 4, 9, SEED);
    assertThat(coder.components()).isEqualTo(DIMENSION);
    assertThat(coder.codeInts()).isEqualTo(16);
    int[] codes = codes(coder, vectors);
    QueryCode query = coder.newQuery();
    coder.code(vectors, 0, query);
    double shift = coder.rank(query, codes, 0);
    double error = 0;
    double spread = 0;
    for (int row = 1; row < ROWS; row++) {
      double exact = rank(distance, Arrays.copyOf(vectors, DIMENSION), vectors, row);
      error += Math.abs(coder.rank(query, codes, row * coder.codeInts()) - shift - exact) / ROWS;
      spread += exact / ROWS;
    }
    assertThat(error).as("error, seed %d", SEED).isLessThan(0.1 * spread);
  }

  @ParameterizedTest
  @CsvSource({"8, 0.01", "7, 0.02", "4, 0.1", "1, 0.7"})
  void estimatesFromAllComponents(int bits, double tolerance) {
    MetricDistance distance = MetricDistance.of(Metric.EUCLIDEAN);
    float[] vectors = vectors(distance, 3);
    float[] before = vectors.clone();
    VectorCoder coder = coder(bits, vectors);
    assertThat(vectors).as("the sample").isEqualTo(before);
    assertThat(coder.bits()).isEqualTo(bits);
    assertThat(coder.components()).isEqualTo(DIMENSION);
    int[] codes = codes(coder, vectors);
    QueryCode query = coder.newQuery();
    float[] queryVector = vectors(distance, 3);
    coder.code(queryVector, 0, query);
    double shift = 0;
    for (int row = 0; row < ROWS; row++) {
      shift += (found(coder, query, codes, row) - rank(distance, queryVector, vectors, row)) / ROWS;
    }
    double error = 0;
    double spread = 0;
    for (int row = 0; row < ROWS; row++) {
      double exact = rank(distance, queryVector, vectors, row);
      error += Math.abs(found(coder, query, codes, row) - shift - exact) / ROWS;
      spread += Math.abs(exact - 2 * DIMENSION) / ROWS;
    }
    assertThat(error).as("error, seed %d", SEED).isLessThan(tolerance * spread);
  }

  /** RaBitQ's promise: over rotations, an inner product is estimated right on average. */
  @Test
  void estimatesFromOneBitWithoutBias() {
    MetricDistance distance = MetricDistance.of(Metric.EUCLIDEAN);
    float[] vectors = Arrays.copyOf(vectors(distance, 0), 2 * DIMENSION);
    float[] sample = new float[DIMENSION];
    double exact = rank(distance, vectors, vectors, 1);
    double estimate = 0;
    double deviation = 0;
    int rotations = 1000;
    for (int seed = 0; seed < rotations; seed++) {
      VectorCoder coder = VectorCoder.rotated(Metric.EUCLIDEAN, sample, DIMENSION, 1, seed);
      int[] code = new int[coder.codeInts()];
      QueryCode query = coder.newQuery();
      coder.encode(vectors, DIMENSION, query, code, 0);
      coder.code(vectors, 0, query);
      double found = coder.rank(query, code, 0) + squares(vectors);
      estimate += found / rotations;
      deviation += Math.abs(found - exact) / rotations;
    }
    assertThat(estimate).isCloseTo(exact, within(0.15 * deviation));
  }

  private static double squares(float[] vector) {
    double sum = 0;
    for (int i = 0; i < DIMENSION; i++) {
      sum += vector[i] * vector[i];
    }
    return sum;
  }

  private static double found(VectorCoder coder, QueryCode query, int[] codes, int row) {
    return coder.rank(query, codes, row * coder.codeInts());
  }

  private static VectorCoder coder(int bits, float[] sample) {
    return bits > 4
        ? VectorCoder.centred(Metric.EUCLIDEAN, sample, DIMENSION, bits)
        : VectorCoder.rotated(Metric.EUCLIDEAN, sample, DIMENSION, bits, SEED);
  }

  @Test
  void dropsComponentsOfLittleVariance() {
    MetricDistance distance = MetricDistance.of(Metric.EUCLIDEAN);
    float[] vectors = vectors(distance, 3);
    // All but 20 components are small.
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] *= i % DIMENSION < 20 ? 1 : 0.01f;
    }
    VectorCoder coder = VectorCoder.train(Metric.EUCLIDEAN, vectors.clone(), DIMENSION, 8, 1, SEED);
    assertThat(coder.components()).isEqualTo(48);
    int[] codes = codes(coder, vectors);
    QueryCode query = coder.newQuery();
    coder.code(vectors, 0, query);
    double shift = coder.rank(query, codes, 0);
    for (int row = 1; row < ROWS; row++) {
      double exact = rank(distance, Arrays.copyOf(vectors, DIMENSION), vectors, row);
      double found = coder.rank(query, codes, row * coder.codeInts()) - shift;
      assertThat(found)
          .as("row %d, seed %d", row, SEED)
          .isCloseTo(exact, within(0.05 * exact + 0.3));
    }
  }

  @Test
  void codesVectorsThatAreAllTheSame() {
    float[] vectors = new float[ROWS * DIMENSION];
    Arrays.fill(vectors, 7);
    VectorCoder coder = VectorCoder.train(Metric.EUCLIDEAN, vectors.clone(), DIMENSION, 8, 1, SEED);
    int[] codes = codes(coder, vectors);
    QueryCode query = coder.newQuery();
    coder.code(vectors, 0, query);
    assertThat(coder.rank(query, codes, 0)).isCloseTo(0, within(1e-5f));
    assertThat(coder.rank(query, codes, coder.codeInts())).isEqualTo(coder.rank(query, codes, 0));
  }

  private float[] vectors(MetricDistance distance, float offset) {
    float[] vectors = new float[ROWS * DIMENSION];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = offset + (float) random.nextGaussian();
    }
    for (int row = 0; row < ROWS; row++) {
      distance.prepare(vectors, row * DIMENSION, DIMENSION);
    }
    return vectors;
  }

  private static int[] codes(VectorCoder coder, float[] vectors) {
    int[] codes = new int[ROWS * coder.codeInts()];
    Arrays.fill(codes, -1);
    QueryCode workspace = coder.newQuery();
    for (int row = 0; row < ROWS; row++) {
      coder.encode(vectors, row * DIMENSION, workspace, codes, row * coder.codeInts());
    }
    return codes;
  }

  private static double rank(MetricDistance distance, float[] query, float[] vectors, int row) {
    return distance.rank(query, 0, vectors, row * DIMENSION, DIMENSION);
  }
}
