package io.vicinal.core.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.HnswParameters;
import io.vicinal.api.Metric;
import io.vicinal.api.VicinalException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HnswIndexTest {
  private static final long SEED = 20_240_611;
  private static final HnswParameters PARAMETERS = HnswParameters.of(16, 100, 100);

  @ParameterizedTest
  @EnumSource(Metric.class)
  void recallAtTenIsAtLeastNinetyFivePercentAtEfHundred(Metric metric) {
    ClusteredVectors source = ClusteredVectors.of(SEED, 32, 50);
    float[][] base = source.next(5000);
    HnswIndex index = indexOf(metric, base);
    double recall = 0;
    int queries = 200;
    for (float[] query : source.next(queries)) {
      HnswResult found = index.search(query, 10, 100, null, SearchPlan.GRAPH_WALK);
      HnswResult truth = index.exact(query, 10, null);
      recall += recall(found, truth) / queries;
    }
    assertThat(recall).as("recall@10, seed %d", SEED).isGreaterThanOrEqualTo(0.95);
    assertSound(index);
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void exactScanFindsTheNearestByTheMetricsDefinitionAndReportsItsDistance(Metric metric) {
    ClusteredVectors source = ClusteredVectors.of(SEED, 19, 5);
    float[][] base = source.next(300);
    HnswIndex index = indexOf(metric, base);
    float[] query = source.next();
    double[] distances =
        Arrays.stream(base)
            .mapToDouble(vector -> ClusteredVectors.distance(metric, query, vector))
            .sorted()
            .toArray();
    HnswResult found = index.exact(query, 20, null);
    assertThat(found.size()).isEqualTo(20);
    for (int i = 0; i < 20; i++) {
      double expected = ClusteredVectors.distance(metric, query, base[found.ordinal(i)]);
      assertThat((double) found.distance(i)).isEqualTo(expected, within(1e-5 * norm(expected)));
      assertThat(expected).isEqualTo(distances[i], within(1e-5 * norm(expected)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 100})
  void manyQueriesAreAnsweredAsEachAlone(int queries) {
    ClusteredVectors source = ClusteredVectors.of(SEED, 19, 5);
    HnswIndex index = indexOf(Metric.COSINE, source.next(800));
    List<float[]> all = List.of(source.next(queries));
    for (int k : new int[] {1, 10, 800, Integer.MAX_VALUE}) {
      for (int threads : new int[] {1, 3}) {
        assertAnswered(
            index, all, k, null, index.exact(all, k, null, ForkJoinPool.commonPool(), threads));
        IntPredicate accept = row -> row % 3 == 1;
        assertAnswered(
            index, all, k, accept, index.exact(all, k, accept, ForkJoinPool.commonPool(), threads));
      }
    }
  }

  private static void assertAnswered(
      HnswIndex index,
      List<float[]> queries,
      int k,
      @Nullable IntPredicate accept,
      List<HnswResult> found) {
    assertThat(found).hasSameSizeAs(queries);
    for (int i = 0; i < queries.size(); i++) {
      HnswResult alone = index.exact(queries.get(i), k, accept);
      assertThat(found.get(i).ordinals()).isEqualTo(alone.ordinals());
      for (int j = 0; j < alone.size(); j++) {
        assertThat(found.get(i).distance(j)).isEqualTo(alone.distance(j));
      }
      assertThat(found.get(i).distanceComputations()).isEqualTo(alone.distanceComputations());
    }
  }

  @Test
  void manyQueriesAreRefusedTogether() {
    HnswIndex index = indexOf(Metric.COSINE, new float[] {0, 2}, new float[] {1, 0});
    List<float[]> queries = new ArrayList<>(Collections.nCopies(40, new float[] {1, 1}));
    queries.set(37, new float[3]);
    assertInvalid(() -> exact(index, queries), "query of dimension 3; expected 2");
    queries.set(37, new float[2]);
    assertInvalid(() -> exact(index, queries), "zero vector");
    assertInvalid(() -> exact(index, queries.subList(35, 38)), "zero vector");
  }

  private static List<HnswResult> exact(HnswIndex index, List<float[]> queries) {
    return index.exact(queries, 1, null, ForkJoinPool.commonPool(), 4);
  }

  @Test
  void anEmptyIndexFindsNothing() {
    HnswIndex index = HnswIndex.create(Metric.EUCLIDEAN, 3, PARAMETERS, SEED);
    assertThat(index.size()).isZero();
    assertThat(index.search(new float[3], 5, 10, null).size()).isZero();
    assertThat(index.search(new float[3], 5, 10, row -> true).size()).isZero();
    assertThat(exact(index, Collections.nCopies(40, new float[3])))
        .hasSize(40)
        .allMatch(found -> found.size() == 0);
    assertSound(index);
  }

  @Test
  void oneRowIsFoundUnlessRejected() {
    HnswIndex index = indexOf(Metric.EUCLIDEAN, new float[] {3, 4});
    for (SearchPlan plan : SearchPlan.values()) {
      HnswResult found = index.search(new float[2], 5, 10, row -> true, plan);
      assertThat(found.ordinals()).containsExactly(0);
      assertThat(found.distance(0)).isEqualTo(5);
      assertThat(index.search(new float[2], 5, 10, row -> false, plan).size()).isZero();
    }
    assertSound(index);
  }

  @Test
  void moreNeighboursThanRowsGivesEveryRowOnce() {
    float[][] base = ClusteredVectors.of(SEED, 8, 3).next(500);
    HnswIndex index = indexOf(Metric.DOT, base);
    for (SearchPlan plan : SearchPlan.values()) {
      HnswResult found = index.search(base[0], Integer.MAX_VALUE, 10, row -> true, plan);
      assertThat(found.ordinals())
          .as("%s", plan)
          .containsExactlyInAnyOrder(IntStream.range(0, 500).toArray());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 16})
  void manyIdenticalVectorsStayReachable(int m) {
    float[][] base = ClusteredVectors.of(SEED, 8, 3).next(2000);
    for (int i = 500; i < 1500; i++) {
      base[i] = base[0];
    }
    HnswIndex index = indexOf(HnswParameters.of(m, 50, 50), Metric.EUCLIDEAN, base);
    assertSound(index);
    HnswResult found = index.search(base[0], 1001, 1001, null, SearchPlan.GRAPH_WALK);
    assertThat(found.distance(1000)).isZero();
    assertThat(index.search(base[7], 2000, 2000, null, SearchPlan.GRAPH_WALK).size())
        .isEqualTo(2000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 20, 300, 2999, 3000})
  void filteredSearchReturnsKRowsWheneverKAreAcceptedAndNoOthers(int accepted) {
    ClusteredVectors source = ClusteredVectors.of(SEED, 16, 20);
    HnswIndex index = indexOf(Metric.COSINE, source.next(3000));
    for (SearchPlan plan : SearchPlan.values()) {
      for (float[] query : source.next(20)) {
        HnswResult found = index.search(query, 10, 20, row -> row % 3000 >= 3000 - accepted, plan);
        assertThat(found.size()).as("%s", plan).isEqualTo(Math.min(10, accepted));
        assertThat(found.ordinals()).doesNotHaveDuplicates();
        assertThat(IntStream.of(found.ordinals())).allMatch(row -> row >= 3000 - accepted);
      }
    }
  }

  @Test
  void distancesAreSortedAndTiesGoToTheSmallerOrdinal() {
    float[][] base = ClusteredVectors.of(SEED, 4, 2).next(200);
    System.arraycopy(base, 0, base, 100, 100);
    HnswIndex index = indexOf(Metric.MANHATTAN, base);
    HnswResult found = index.search(base[3], 200, 200, null, SearchPlan.GRAPH_WALK);
    for (int i = 1; i < found.size(); i++) {
      assertThat(found.distance(i)).isGreaterThanOrEqualTo(found.distance(i - 1));
      if (found.distance(i) == found.distance(i - 1)) {
        assertThat(found.ordinal(i)).isGreaterThan(found.ordinal(i - 1));
      }
    }
  }

  @Test
  void oneThreadAndOneSeedGiveOneIndex() {
    ClusteredVectors source = ClusteredVectors.of(SEED, 16, 10);
    float[][] base = source.next(2000);
    HnswIndex first = indexOf(Metric.EUCLIDEAN, base);
    HnswIndex second = indexOf(Metric.EUCLIDEAN, base);
    assertThat(edges(first)).isDeepEqualTo(edges(second));
  }

  @Test
  void refusesAnotherDimensionAndTheZeroVectorUnderCosineAndStaysUsable() {
    HnswIndex index = indexOf(Metric.COSINE, new float[] {0, 2});
    assertInvalid(() -> index.add(new float[3]), "vector of dimension 3; expected 2");
    assertInvalid(() -> index.search(new float[1], 1, 1, null), "query of dimension 1");
    assertInvalid(() -> index.add(new float[2]), "zero vector");
    assertThat(index.add(new float[] {1, 1})).isEqualTo(1);
    HnswResult found = index.search(new float[] {5, 5}, 2, 2, null, SearchPlan.GRAPH_WALK);
    assertThat(found.ordinals()).containsExactly(1, 0);
    float[] stored = new float[2];
    index.vector(0, stored);
    assertThat(stored).containsExactly(0, 1);
  }

  static HnswIndex indexOf(Metric metric, float[]... base) {
    return indexOf(PARAMETERS, metric, base);
  }

  static HnswIndex indexOf(HnswParameters parameters, Metric metric, float[]... base) {
    HnswIndex index = HnswIndex.create(metric, base[0].length, parameters, SEED);
    for (float[] vector : base) {
      index.add(vector);
    }
    return index;
  }

  static void assertSound(HnswIndex index) {
    assertThat(HnswVerifier.faults(index.graph(), index.size())).isEmpty();
  }

  /** The share of the true neighbours found; by distance, because ties are real. */
  static double recall(HnswResult found, HnswResult truth) {
    float last = truth.distance(truth.size() - 1);
    int hits = 0;
    for (int i = 0; i < Math.min(found.size(), truth.size()); i++) {
      if (found.distance(i) <= last + 1e-5f * Math.abs(last)) {
        hits++;
      }
    }
    return hits / (double) truth.size();
  }

  private static int[][] edges(HnswIndex index) {
    HnswGraph graph = index.graph();
    int[][] edges = new int[index.size()][graph.parameters().maxM0()];
    for (int node = 0; node < index.size(); node++) {
      graph.neighbors(node, 0, edges[node]);
    }
    return edges;
  }

  private static double norm(double value) {
    return Math.max(1, Math.abs(value));
  }

  private static void assertInvalid(Runnable call, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_VECTOR))
        .hasMessageContaining(message);
  }
}
