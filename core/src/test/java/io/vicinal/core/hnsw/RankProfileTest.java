package io.vicinal.core.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.HnswParameters;
import io.vicinal.api.Metric;
import io.vicinal.api.Quantization;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Walks within a multiple of the distance of the k-th neighbour. */
class RankProfileTest {
  private static final long SEED = 41;
  private static final int DIMENSION = 48;
  private static final int K = 10;
  private static final int EF = 24;
  private static final HnswParameters PARAMETERS = HnswParameters.of(8, 60, EF);

  private final ClusteredVectors source = ClusteredVectors.of(SEED, DIMENSION, 20);

  @ParameterizedTest
  @CsvSource({
    "EUCLIDEAN,false",
    "EUCLIDEAN,true",
    "COSINE,false",
    "COSINE,true",
    "MANHATTAN,false"
  })
  void findMoreForAboutTheSameWork(Metric metric, boolean coded) {
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, metric, source.next(4000));
    float[][] queries = source.next(200);
    if (coded) {
      index.encode("v", Quantization.AUTO);
    }
    Found before = found(index, queries);
    index.profile();
    Found after = found(index, queries);
    assertThat(after.recall()).as("recall, seed %d", SEED).isGreaterThan(before.recall() - 0.01);
    // Less work for the same is as good; each has its own measure of it.
    double gained = (1 - before.recall()) / (1 - after.recall() + 1e-9);
    double spent = after.distances() / (double) before.distances();
    assertThat(spent).as("gained %f, seed %d", gained, SEED).isLessThan(Math.max(1, gained));
  }

  @Test
  void changeNothingWhereRanksHaveNoMultiples() {
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, Metric.DOT, source.next(2500));
    float[][] queries = source.next(20);
    Found before = found(index, queries);
    index.profile();
    assertThat(found(index, queries)).isEqualTo(before);
  }

  @Test
  void findAllThatAreWantedAmongEqualRows() {
    float[][] rows = source.next(2500);
    for (int row = 0; row < 2400; row++) {
      rows[row] = rows[0];
    }
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, Metric.EUCLIDEAN, rows);
    index.encode("v", Quantization.AUTO);
    index.profile();
    HnswResult found = index.search(rows[0], K, EF, null, SearchPlan.GRAPH_WALK);
    assertThat(found.size()).isEqualTo(K);
    assertThat(found.distance(K - 1)).isZero();
  }

  /** Where squares, or their differences, are beyond what float32 holds. */
  @ParameterizedTest
  @ValueSource(ints = {60, 64, 100})
  void findAllThatAreWantedFarAway(int exponent) {
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, Metric.EUCLIDEAN, source.next(2500));
    index.encode("v", Quantization.AUTO);
    index.profile();
    float[] query = new float[DIMENSION];
    Arrays.fill(query, Math.scalb(1f, exponent));
    HnswResult found = index.search(query, K, EF, null, SearchPlan.GRAPH_WALK);
    assertThat(Arrays.stream(found.ordinals()).distinct()).hasSize(K);
  }

  private static Found found(HnswIndex index, float[][] queries) {
    double recall = 0;
    long distances = 0;
    for (float[] query : queries) {
      HnswResult result = index.search(query, K, EF, null, SearchPlan.GRAPH_WALK);
      recall += HnswIndexTest.recall(result, index.exact(query, K, null)) / queries.length;
      distances += result.distanceComputations();
    }
    return new Found(recall, distances);
  }

  private record Found(double recall, long distances) {}
}
