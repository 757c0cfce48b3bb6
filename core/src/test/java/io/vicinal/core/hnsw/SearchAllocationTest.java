package io.vicinal.core.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.vicinal.api.HnswParameters;
import io.vicinal.api.Metric;
import io.vicinal.api.Quantization;
import io.vicinal.core.distance.MetricDistance;
import java.lang.management.ManagementFactory;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What searches allocate, by the count of the virtual machine, whatever its compiler makes of them:
 * the kernels are plain Java, and nothing else needs its objects optimised away.
 */
class SearchAllocationTest {
  private static final long SEED = 77;
  private static final int K = 10;
  private static final int EF = 64;
  private static final int ROWS = 3000;
  private static final HnswParameters PARAMETERS = HnswParameters.of(8, 60, EF);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final ClusteredVectors source = ClusteredVectors.of(SEED, 96, 20);
  private final HnswIndex index =
      HnswIndexTest.indexOf(PARAMETERS, Metric.COSINE, source.next(ROWS));
  private final float[][] queries = source.next(20);

  /** Where results go, so that no compiler can leave them out. */
  @Nullable Object kept;

  @Test
  void aSearchAllocatesItsResultOnly() {
    assertAllocateResultsOnly();
  }

  @Test
  void aSearchOnCodesAllocatesItsResultOnly() {
    index.encode("v", Quantization.AUTO);
    index.profile();
    assertThat(index.isCoded()).isTrue();
    assertAllocateResultsOnly();
  }

  private void assertAllocateResultsOnly() {
    long[] candidates = new long[K];
    MetricDistance metric = MetricDistance.of(Metric.COSINE);
    long result =
        allocated(query -> HnswResult.of(candidates, K, metric, 0, SearchPlan.GRAPH_WALK));
    assertThat(result).isBetween(100L, 200L);
    for (SearchPlan plan : SearchPlan.values()) {
      IntPredicate accept = plan == SearchPlan.GRAPH_WALK ? null : row -> row % 2 == 0;
      assertThat(allocated(query -> index.search(query, K, EF, accept, plan)))
          .as("bytes of a search by %s, seed %d", plan, SEED)
          .isEqualTo(result);
    }
    IntPredicate few = row -> row % 300 == 0;
    assertThat(allocated(query -> index.search(query, K, EF, few, SearchPlan.TWO_HOP_WALK)))
        .as("bytes of a walk that ends early and is followed by a scan, seed %d", SEED)
        .isEqualTo(result);
    assertThat(allocated(query -> index.search(query, K, EF, row -> true))).isEqualTo(result);
    assertThat(allocated(query -> index.exact(query, K, null))).isEqualTo(result);
  }

  /**
   * The bytes of a search, on average over the queries, once there is room for what it works with:
   * the least of some runs, as the virtual machine may link a class in any of them.
   */
  private long allocated(Function<float[], Object> search) {
    long least = Long.MAX_VALUE;
    for (int run = 0; run < 10; run++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (float[] query : queries) {
        kept = search.apply(query);
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least % queries.length).as("every search allocates the same").isZero();
    return least / queries.length;
  }
}
