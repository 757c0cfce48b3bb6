package io.vicinal.core.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.api.HnswParameters;
import io.vicinal.api.Metric;
import io.vicinal.api.Quantization;
import io.vicinal.api.SearchEffort;
import io.vicinal.api.SearchEffort.RecallTarget;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches that are asked for a recall. */
class SearchTrialsTest {
  private static final long SEED = 47;
  private static final int DIMENSION = 24;
  private static final int K = 10;

  /** So few links that a narrow search misses much. */
  private static final HnswParameters PARAMETERS = HnswParameters.of(4, 20, 10);

  private final ClusteredVectors source = ClusteredVectors.of(SEED, DIMENSION, 20);

  @ParameterizedTest
  @CsvSource({
    "EUCLIDEAN,false",
    "EUCLIDEAN,true",
    "COSINE,true",
    "DOT,false",
    "DOT,true",
    "MANHATTAN,false"
  })
  void findWhatIsAskedFor(Metric metric, boolean coded) {
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, metric, source.next(4000));
    if (coded) {
      index.encode("v", Quantization.AUTO);
    }
    index.trySearches();
    float[][] queries = source.next(200);
    BitSet even = new BitSet();
    for (int row = 0; row < index.size(); row += 2) {
      even.set(row);
    }
    for (double target : new double[] {0.8, 0.9, 0.95, 0.99}) {
      assertThat(recall(index, queries, target, null))
          .as("%s, seed %d", metric, SEED)
          .isGreaterThanOrEqualTo(target - 0.005);
      assertThat(recall(index, queries, target, even::get))
          .as("%s, filtered, seed %d", metric, SEED)
          .isGreaterThanOrEqualTo(target - 0.005);
    }
  }

  @Test
  void takeWiderSearchesForMore() {
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, Metric.EUCLIDEAN, source.next(4000));
    index.trySearches();
    int narrow = index.width(new RecallTarget(0.8), K);
    int wide = index.width(new RecallTarget(0.97), K);
    assertThat(narrow).isLessThan(wide);
    assertThat(wide).isLessThan(index.size());
    assertThat(index.width(new RecallTarget(0.8), 3 * K)).isGreaterThan(narrow);
    assertThat(index.width(new SearchEffort.Width(17), K)).isEqualTo(17);
  }

  @Test
  void compareAllRowsUntilSearchesWereTried() {
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, Metric.EUCLIDEAN, source.next(3000));
    assertThat(index.isTrialDue()).isTrue();
    float[] query = source.next();
    RecallTarget target = new RecallTarget(0.9);
    assertThat(index.search(query, K, target, null).plan()).isEqualTo(SearchPlan.EXACT_SCAN);
    index.trySearches();
    assertThat(index.isTrialDue()).isFalse();
    assertThat(index.search(query, K, target, null).plan()).isEqualTo(SearchPlan.GRAPH_WALK);
    for (float[] vector : source.next(3000)) {
      index.add(vector);
    }
    assertThat(index.isTrialDue()).isTrue();
  }

  @Test
  void areNotDueInSmallIndexes() {
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, Metric.EUCLIDEAN, source.next(500));
    assertThat(index.isTrialDue()).isFalse();
    index.trySearches();
    assertThat(index.trials()).isEqualTo(SearchTrials.NONE);
    assertThat(index.width(new RecallTarget(0.6), 3)).isEqualTo(500);
  }

  @Test
  void findAllAmongEqualRows() {
    float[][] rows = source.next(2500);
    for (int row = 0; row < 2400; row++) {
      rows[row] = rows[0];
    }
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, Metric.EUCLIDEAN, rows);
    index.trySearches();
    HnswResult found = index.search(rows[0], K, new RecallTarget(0.99), null);
    assertThat(found.distance(K - 1)).isZero();
  }

  @Test
  void interpolateBetweenWidthsAndNumbersOfNeighbors() {
    SearchTrials trials =
        new SearchTrials(
            List.of(),
            List.of(
                curve(1, point(1, 0.5, 0), point(4, 0.9, 0)),
                curve(100, point(100, 0.7, 0), point(400, 0.9, 0))));
    assertThat(trials.width(1, 0.5)).hasValue(1);
    assertThat(trials.width(1, 0.7)).hasValue(2);
    assertThat(trials.width(1, 0.95)).isEmpty();
    assertThat(trials.width(100, 0.8)).hasValue(200);
    assertThat(trials.width(10, 0.8).orElseThrow()).isBetween(15, 30);
    assertThat(trials.width(10, 0.95)).isEmpty();
    assertThat(trials.width(1000, 0.8)).hasValue(2000);
    assertThat(trials.recall(1, 2).orElseThrow()).isCloseTo(0.7, within(1e-9));
    assertThat(trials.recall(1, 50)).hasValue(0.9);
    assertThat(trials.recall(100, 50)).isEmpty();
    assertThat(trials.recall(7, 50)).isEmpty();
    assertThatThrownBy(() -> new SearchTrials(List.of(1.0), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RecallCurve curve(int k, RecallCurve.Point... points) {
    return new RecallCurve(k, List.of(points));
  }

  private static RecallCurve.Point point(int ef, double recall, double error) {
    return new RecallCurve.Point(ef, recall, error);
  }

  private static double recall(
      HnswIndex index, float[][] queries, double target, @Nullable IntPredicate accept) {
    double recall = 0;
    for (float[] query : queries) {
      HnswResult found = index.search(query, K, new RecallTarget(target), accept);
      recall += HnswIndexTest.recall(found, index.exact(query, K, accept)) / queries.length;
    }
    return recall;
  }
}
