package io.vicinal.core.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.api.Metric;
import io.vicinal.core.distance.DistanceKernels;
import io.vicinal.core.distance.MetricDistance;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a scan for many queries finds with any kernels: the rows that comparing pairs finds, and
 * distances that float64 confirms.
 */
public interface ExactScanContract {
  /** Seed of the vectors, for messages. */
  long SEED = 20_261_129;

  /** The kernels under test. */
  DistanceKernels kernels();

  /** Whether these give the same bits for the same vectors, compiled or not. */
  boolean reproducible();

  static Stream<Arguments> shapes() {
    return Arrays.stream(Metric.values())
        .flatMap(
            metric ->
                Stream.of(
                    Arguments.of(metric, 1, 1, 1),
                    Arguments.of(metric, 1, 500, 10),
                    Arguments.of(metric, 3, 7, 7),
                    Arguments.of(metric, 16, 9, 4),
                    Arguments.of(metric, 17, 600, 1),
                    Arguments.of(metric, 100, 700, 10),
                    Arguments.of(metric, 784, 100, 30),
                    Arguments.of(metric, 4096, 30, 5)));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  default void findsWhatComparingPairsFinds(Metric metric, int dimension, int rows, int k) {
    Random random = new Random(SEED);
    float[][] base = gaussian(random, rows, dimension, 0, 1);
    float[][] queries = gaussian(random, 70, dimension, 0, 1);
    assertFound(metric, base, queries, k);
    assertFound(metric, base, queries, rows);
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  default void vectorsFarFromTheOriginAreTold(Metric metric) {
    Random random = new Random(SEED);
    for (float offset : new float[] {10, 1e3f, -1e6f}) {
      float[][] base = gaussian(random, 700, 60, offset, 1);
      assertFound(metric, base, gaussian(random, 40, 60, offset, 1), 10);
    }
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  default void nearDuplicatesAreToldAndTiesGoToTheSmallerOrdinal(Metric metric) {
    Random random = new Random(SEED);
    float[][] base = gaussian(random, 900, 48, 1, 1);
    for (int row = 100; row < 900; row++) {
      base[row] = base[row % 5].clone();
      if (row % 3 == 0) {
        // One component differs in its last bits.
        base[row][row % 48] = Math.nextUp(base[row][row % 48]);
      }
    }
    float[][] queries = gaussian(random, 40, 48, 1, 1);
    System.arraycopy(base, 0, queries, 0, 20);
    for (int k : new int[] {1, 10, 150, 400}) {
      assertFound(metric, base, queries, k);
    }
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  default void allRowsAlikeAreFoundInTheirOrder(Metric metric) {
    float[][] base = new float[3000][20];
    Arrays.stream(base).forEach(row -> Arrays.fill(row, 3));
    float[][] queries = gaussian(new Random(SEED), 33, 20, 0, 1);
    assertFound(metric, base, queries, 40);
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  default void hugeAndTinyVectorsAreTold(Metric metric) {
    Random random = new Random(SEED);
    for (float scale :
        new float[] {0x1p-126f, 0x1p-100f, 0x1p-60f, 0x1p30f, 0x1p48f, 0x1p60f, 0x1p124f}) {
      float[][] base = gaussian(random, 300, 24, 0, scale);
      assertFound(metric, base, gaussian(random, 20, 24, 0, scale), 10);
      assertFound(metric, base, gaussian(random, 20, 24, 0, 1), 10);
    }
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  default void aFewVectorsOfAnotherMagnitudeSpoilNothing(Metric metric) {
    Random random = new Random(SEED);
    float[][] base = gaussian(random, 1500, 24, 0, 1);
    base[0] = gaussian(random, 1, 24, 0, 3e37f)[0];
    base[700] = gaussian(random, 1, 24, 0, 1e-30f)[0];
    base[1400] = gaussian(random, 1, 24, 0, 1e12f)[0];
    float[][] queries = gaussian(random, 40, 24, 0, 1);
    queries[3] = base[0].clone();
    queries[4] = base[1400].clone();
    assertFound(metric, base, queries, 10);
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  default void rejectedRowsAreNotFound(Metric metric) {
    Random random = new Random(SEED);
    float[][] base = gaussian(random, 1200, 12, 0, 1);
    float[][] queries = gaussian(random, 40, 12, 0, 1);
    VectorStorage vectors = storage(metric, base);
    for (IntPredicate accept :
        List.<IntPredicate>of(
            row -> row % 7 == 0, row -> row >= 1195, row -> row != 5, row -> false)) {
      List<HnswResult> found = scan(vectors, queries, 10, accept, 1);
      for (int query = 0; query < queries.length; query++) {
        assertFound(vectors, queries[query], found.get(query), 10, accept);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  default void threadsFindWhatOneFinds(Metric metric) {
    Random random = new Random(SEED);
    VectorStorage vectors = storage(metric, gaussian(random, 2000, 8, 0, 1));
    float[][] queries = gaussian(random, 150, 8, 0, 1);
    List<HnswResult> found = scan(vectors, queries, 10, null, 4);
    for (int query = 0; query < queries.length; query++) {
      assertFound(vectors, queries[query], found.get(query), 10, row -> true);
    }
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  default void moreQueriesThanABatchAreAllAnswered(Metric metric) {
    Random random = new Random(SEED);
    VectorStorage vectors = storage(metric, gaussian(random, 20, 4, 0, 1));
    float[][] queries = gaussian(random, 4101, 4, 0, 1);
    List<HnswResult> found = scan(vectors, queries, 3, null, 2);
    assertThat(found).hasSize(4101);
    for (int query = 0; query < queries.length; query++) {
      assertFound(vectors, queries[query], found.get(query), 3, row -> true);
    }
  }

  private void assertFound(Metric metric, float[][] base, float[][] queries, int k) {
    VectorStorage vectors = storage(metric, base);
    List<HnswResult> found = scan(vectors, queries, k, null, 1);
    assertThat(found).hasSize(queries.length);
    for (int query = 0; query < queries.length; query++) {
      assertFound(vectors, queries[query], found.get(query), k, row -> true);
      assertConfirmed(metric, base, queries[query], found.get(query));
    }
  }

  /** Compares with what sorting all rows by their ranks gives. */
  private void assertFound(
      VectorStorage vectors, float[] query, HnswResult found, int k, IntPredicate accept) {
    float[] prepared = Arrays.copyOf(query, vectors.width());
    vectors.metric().prepare(prepared, 0, vectors.dimension());
    long[] sorted =
        IntStream.range(0, vectors.size())
            .filter(accept)
            .mapToLong(row -> Candidates.of(vectors.rank(prepared, 0, row), row))
            .sorted()
            .toArray();
    HnswResult expected =
        HnswResult.of(
            sorted,
            Math.min(k, sorted.length),
            vectors.metric(),
            sorted.length,
            SearchPlan.EXACT_SCAN);
    String about = "%s, seed %d".formatted(vectors.metric().metric(), SEED);
    assertThat(found.distanceComputations()).as(about).isEqualTo(sorted.length);
    assertThat(found.plan()).isEqualTo(SearchPlan.EXACT_SCAN);
    if (reproducible()) {
      assertThat(found.ordinals()).as(about).isEqualTo(expected.ordinals());
    }
    assertThat(found.size()).as(about).isEqualTo(expected.size());
    assertThat(found.ordinals()).as(about).doesNotHaveDuplicates();
    for (int i = 0; i < found.size(); i++) {
      if (reproducible() || !Float.isFinite(expected.distance(i))) {
        // Boxed, so that a distance that is no number is like another.
        assertThat(Float.valueOf(found.distance(i)))
            .as(about)
            .isEqualTo(Float.valueOf(expected.distance(i)));
      } else {
        float tolerance = 1e-5f * (1 + Math.abs(expected.distance(i)));
        assertThat(found.distance(i)).as(about).isEqualTo(expected.distance(i), within(tolerance));
      }
    }
  }

  /** Compares the distances of moderate vectors with the definition of the metric, in float64. */
  private static void assertConfirmed(
      Metric metric, float[][] base, float[] query, HnswResult found) {
    for (int i = 0; i < found.size(); i++) {
      float[] row = base[found.ordinal(i)];
      double size = Math.max(size(query), size(row));
      if (size > 1e-6 && size < 1e16) {
        double expected = ClusteredVectors.distance(metric, query, row);
        double scale =
            switch (metric) {
              case EUCLIDEAN, MANHATTAN -> expected;
              case COSINE -> 1;
              case DOT -> size(query) * size(row);
            };
        assertThat((double) found.distance(i))
            .as("%s, seed %d", metric, SEED)
            .isEqualTo(expected, within(1e-4 * scale + 1e-12));
      }
    }
  }

  private static double size(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    return Math.sqrt(squares);
  }

  private VectorStorage storage(Metric metric, float[][] base) {
    VectorStorage vectors =
        new VectorStorage(MetricDistance.of(metric, kernels()), base[0].length, base.length);
    for (float[] row : base) {
      vectors.append(VectorSource.of(row), 0);
    }
    return vectors;
  }

  private static List<HnswResult> scan(
      VectorStorage vectors, float[][] queries, int k, @Nullable IntPredicate accept, int threads) {
    SharedWork work = new SharedWork("a scan", task -> new Thread(task, "scan").start(), threads);
    return new ExactScan(vectors, vectors.size(), Math.min(k, vectors.size()), accept, work)
        .nearest(List.of(queries));
  }

  private static float[][] gaussian(
      Random random, int count, int dimension, float offset, float scale) {
    float[][] vectors = new float[count][dimension];
    for (float[] vector : vectors) {
      for (int i = 0; i < dimension; i++) {
        vector[i] = offset + scale * (float) random.nextGaussian();
      }
      // Also under cosine a vector has a direction.
      vector[0] = vector[0] == 0 ? scale : vector[0];
    }
    return vectors;
  }
}
