package io.vicinal.core.hnsw;

import static io.vicinal.core.hnsw.SearchPlan.EXACT_SCAN;
import static io.vicinal.core.hnsw.SearchPlan.FILTERED_WALK;
import static io.vicinal.core.hnsw.SearchPlan.GRAPH_WALK;
import static io.vicinal.core.hnsw.SearchPlan.TWO_HOP_WALK;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.Metric;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchPlannerTest {
  private static final int MAX_M0 = 32;
  private static final long SEED = 11;
  private static HnswIndex index;
  private static float[][] queries;

  @BeforeAll
  static void build() {
    ClusteredVectors source = ClusteredVectors.of(SEED, 16, 40);
    index = HnswIndexTest.indexOf(Metric.EUCLIDEAN, source.next(8000));
    queries = source.next(100);
  }

  @Test
  void withoutFilterSmallIndexesAreScannedAndLargeOnesWalked() {
    assertThat(plan(500, 500)).isEqualTo(EXACT_SCAN);
    assertThat(plan(100_000, 100_000)).isEqualTo(GRAPH_WALK);
  }

  @ParameterizedTest
  @CsvSource({
    "99_999, FILTERED_WALK",
    "50_000, FILTERED_WALK",
    "20_000, TWO_HOP_WALK",
    "10_000, TWO_HOP_WALK",
    "4_000, EXACT_SCAN",
    "100, EXACT_SCAN",
    "0, EXACT_SCAN"
  })
  void thePlanFollowsTheShareOfAcceptedRows(String accepted, SearchPlan expected) {
    int rows = Integer.parseInt(accepted.replace("_", ""));
    assertThat(plan(100_000, rows)).isEqualTo(expected);
  }

  @Test
  void selectiveFiltersOnHugeIndexesWalkRatherThanScanTooMuch() {
    assertThat(plan(10_000_000, 5_000_000)).isEqualTo(FILTERED_WALK);
    assertThat(plan(10_000_000, 1_000_000)).isEqualTo(TWO_HOP_WALK);
    assertThat(plan(10_000_000, 200_000)).isEqualTo(FILTERED_WALK);
    assertThat(plan(10_000_000, 20_000)).isEqualTo(EXACT_SCAN);
  }

  @Test
  void longVectorsAreScannedLessWhereAWalkIsOnCodes() {
    double longOnes = SearchPlanner.scan(1536, true);
    double shortOnes = SearchPlanner.scan(64, true);
    assertThat(SearchPlanner.plan(100_000, 10_000, 64, MAX_M0, longOnes)).isEqualTo(TWO_HOP_WALK);
    assertThat(SearchPlanner.plan(100_000, 10_000, 64, MAX_M0, shortOnes)).isEqualTo(EXACT_SCAN);
  }

  @Test
  void searchesForARecallDoNotLeaveOutNodes() {
    double scan = SearchPlanner.scan(128, false);
    assertThat(SearchPlanner.planThrough(10_000_000, 1_000_000, 64, MAX_M0, scan))
        .isEqualTo(FILTERED_WALK);
    assertThat(SearchPlanner.planThrough(100_000, 1_000, 64, MAX_M0, scan)).isEqualTo(EXACT_SCAN);
  }

  @Test
  void theShareOfAcceptedRowsIsEstimatedFromASample() {
    assertThat(SearchPlanner.estimateAccepted(0, row -> true)).isZero();
    assertThat(SearchPlanner.estimateAccepted(100, row -> row % 4 == 0)).isEqualTo(25);
    assertThat(SearchPlanner.estimateAccepted(1024, row -> row % 4 == 0)).isBetween(180, 330);
    assertThat(SearchPlanner.estimateAccepted(1_000_000, row -> false)).isZero();
    assertThat(SearchPlanner.estimateAccepted(1_000_000, row -> row < 500_000))
        .isBetween(490_000, 510_000);
  }

  @ParameterizedTest
  @CsvSource({"0.9", "0.5", "0.2", "0.1", "0.05", "0.02", "0.005"})
  void theChosenPlanKeepsItsRecallAtEveryShare(double share) {
    Random random = new Random(SEED);
    BitSet accepted = new BitSet();
    for (int row = 0; row < index.size(); row++) {
      accepted.set(row, random.nextDouble() < share);
    }
    double recall = 0;
    for (float[] query : queries) {
      HnswResult found = index.search(query, 10, 64, accepted::get);
      recall += HnswIndexTest.recall(found, index.exact(query, 10, accepted::get)) / 100;
    }
    assertThat(recall).as("recall@10, seed %d", SEED).isGreaterThanOrEqualTo(0.95);
  }

  private static SearchPlan plan(int rows, int accepted) {
    return SearchPlanner.plan(rows, accepted, 64, MAX_M0, SearchPlanner.scan(128, false));
  }
}
