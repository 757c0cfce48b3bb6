package io.vicinal.core.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.api.HnswParameters;
import io.vicinal.api.Metric;
import io.vicinal.api.Quantization;
import io.vicinal.api.SearchEffort;
import io.vicinal.api.SearchEffort.RecallTarget;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
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
    index.trySearches(index.size());
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
    index.trySearches(index.size());
    int narrow = index.width(new RecallTarget(0.8), K).orElseThrow();
    int wide = index.width(new RecallTarget(0.97), K).orElseThrow();
    assertThat(narrow).isLessThan(wide);
    assertThat(wide).isLessThan(index.size());
    assertThat(index.width(new RecallTarget(0.8), 3 * K).orElseThrow()).isGreaterThan(narrow);
    assertThat(index.width(new SearchEffort.Width(17), K)).hasValue(17);
  }

  @Test
  void compareAllRowsUntilSearchesWereTried() {
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, Metric.EUCLIDEAN, source.next(3000));
    assertThat(index.isTrialDue(index.size())).isTrue();
    float[] query = source.next();
    RecallTarget target = new RecallTarget(0.9);
    assertThat(index.search(query, K, target, null).plan()).isEqualTo(SearchPlan.EXACT_SCAN);
    index.trySearches(index.size());
    assertThat(index.isTrialDue(index.size())).isFalse();
    assertThat(index.search(query, K, target, null).plan()).isEqualTo(SearchPlan.GRAPH_WALK);
    for (float[] vector : source.next(3000)) {
      index.add(vector);
    }
    assertThat(index.isTrialDue(index.size())).isTrue();
  }

  /** A walk over the whole graph would compare codes only. */
  @Test
  void compareAllRowsWhereNoWidthFindsEnough() {
    HnswIndex index =
        HnswIndexTest.indexOf(
            PARAMETERS, Metric.EUCLIDEAN, ClusteredVectors.of(SEED, 1024, 20).next(2000));
    index.encode("v", Quantization.of(Quantization.Scheme.SQ8));
    RecallCurve low = curve(K, point(10, 0.5, 0), point(1600, 0.6, 0));
    index.readTrials(new SearchTrials(2000, RankProfile.UNKNOWN, List.of(low)));
    float[] query = ClusteredVectors.of(SEED, 1024, 20).next();
    RecallTarget target = new RecallTarget(0.9);
    assertThat(index.search(query, K, target, null).plan()).isEqualTo(SearchPlan.EXACT_SCAN);
    assertThat(index.search(query, K, target, row -> row != 7).plan())
        .isEqualTo(SearchPlan.EXACT_SCAN);
    assertThat(index.statistics(target).triedRecall()).isEqualTo(1);
    assertThat(index.statistics(new SearchEffort.Width(10)).triedRecall()).isEqualTo(0.5);
  }

  /** By their inner product long rows are nearer to a row than the row itself. */
  @Test
  void findWhatIsAskedForAmongRowsOfManyLengths() {
    Random random = new Random(SEED);
    float[][] rows = source.next(6000);
    float[][] queries = source.next(400);
    for (float[] row : rows) {
      float length = (float) Math.exp(random.nextGaussian());
      for (int i = 0; i < DIMENSION; i++) {
        row[i] *= length;
      }
    }
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, Metric.DOT, rows);
    index.trySearches(index.size());
    assertThat(recall(index, queries, 0.95, null))
        .as("seed %d", SEED)
        .isGreaterThanOrEqualTo(0.945);
  }

  @Test
  void areMadeAmongTheFirstRowsWhileOthersAreAdded() throws InterruptedException {
    int first = 2500;
    float[][] rows = ClusteredVectors.of(SEED, 4, 20).next(40_000);
    HnswIndex index =
        HnswIndexTest.indexOf(PARAMETERS, Metric.EUCLIDEAN, Arrays.copyOf(rows, first));
    Thread writer =
        new Thread(
            () ->
                index.addAll(
                    (row, into, at) -> System.arraycopy(rows[first + row], 0, into, at, 4),
                    rows.length - first,
                    Runnable::run,
                    1));
    writer.start();
    index.trySearches(first);
    writer.join();
    assertThat(index.size()).isEqualTo(rows.length);
    assertThat(index.trials().rows()).isEqualTo(first);
    assertThat(index.width(new RecallTarget(0.9), K)).isPresent();
    assertThat(index.isTrialDue(first)).isFalse();
    assertThat(index.isTrialDue(2 * first)).isTrue();
  }

  @Test
  void areForgottenWithTheCodesThatTheyWereMadeOn() {
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, Metric.EUCLIDEAN, source.next(2500));
    index.trySearches(index.size());
    index.encode("v", Quantization.AUTO);
    assertThat(index.trials()).isEqualTo(SearchTrials.NONE);
  }

  @Test
  void areNotSureOfWhatTheyNeverSawMissing() {
    RecallCurve few = new RecallCurve(1, List.of(new RecallCurve.Point(9, 48, 1, 0)));
    assertThat(few.width(0.9)).isPresent();
    assertThat(few.width(0.95)).isEmpty();
    RecallCurve many = new RecallCurve(100, List.of(new RecallCurve.Point(150, 48, 1, 0)));
    assertThat(many.width(0.999)).isPresent();
  }

  @Test
  void areNotDueInSmallIndexes() {
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, Metric.EUCLIDEAN, source.next(500));
    assertThat(index.isTrialDue(index.size())).isFalse();
    index.trySearches(index.size());
    assertThat(index.trials().recall()).isEmpty();
    assertThat(index.width(new RecallTarget(0.6), 3)).isEmpty();
  }

  @Test
  void findAllAmongEqualRows() {
    float[][] rows = source.next(2500);
    for (int row = 0; row < 2400; row++) {
      rows[row] = rows[0];
    }
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, Metric.EUCLIDEAN, rows);
    index.trySearches(index.size());
    HnswResult found = index.search(rows[0], K, new RecallTarget(0.99), null);
    assertThat(found.distance(K - 1)).isZero();
  }

  @Test
  void interpolateBetweenWidthsAndNumbersOfNeighbors() {
    SearchTrials trials =
        new SearchTrials(
            0,
            RankProfile.UNKNOWN,
            List.of(
                curve(1, point(1, 0.5, 0), point(4, 0.9, 0)),
                curve(100, point(100, 0.7, 0), point(400, 0.9, 0))));
    assertThat(trials.width(1, 0.4999)).hasValue(1);
    assertThat(trials.width(1, 0.6999)).hasValue(2);
    assertThat(trials.width(1, 0.95)).isEmpty();
    assertThat(trials.width(100, 0.7999)).hasValue(200);
    assertThat(trials.width(10, 0.8).orElseThrow()).isBetween(15, 30);
    assertThat(trials.width(10, 0.95)).isEmpty();
    assertThat(trials.width(1000, 0.7999).orElseThrow()).isBetween(1990, 2000);
    assertThat(trials.recall(1, 2).orElseThrow()).isCloseTo(0.7, within(1e-9));
    assertThat(trials.recall(1, 50)).hasValue(0.9);
    assertThat(trials.recall(100, 50)).isEmpty();
    assertThat(trials.recall(7, 50)).isEmpty();
    assertThatThrownBy(() -> RankProfile.of(List.of(1.0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RecallCurve curve(int k, RecallCurve.Point... points) {
    return new RecallCurve(k, List.of(points));
  }

  private static RecallCurve.Point point(int ef, double recall, double error) {
    return new RecallCurve.Point(ef, 1_000_000_000, recall, error);
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
