package io.vicinal.core.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.api.HnswParameters;
import io.vicinal.api.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class HnswConcurrencyTest {
  private static final long SEED = 99;
  private static final int DIMENSION = 8;
  private static final HnswParameters PARAMETERS = HnswParameters.of(6, 40, 40);

  private final ExecutorService threads = Executors.newFixedThreadPool(6);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** A node seen before its vector was written would have the distance of the zero vector. */
  @RepeatedTest(3)
  void searchesDuringInsertsSeeOnlyCompleteNodes() throws Exception {
    float[][] base = ClusteredVectors.of(SEED, DIMENSION, 4).next(6000);
    HnswIndex index = HnswIndex.create(Metric.EUCLIDEAN, DIMENSION, PARAMETERS, SEED);
    index.add(base[0]);
    AtomicBoolean adding = new AtomicBoolean(true);
    List<Future<?>> searchers = new ArrayList<>();
    for (int thread = 0; thread < 2; thread++) {
      searchers.add(threads.submit(() -> searchWhile(adding, index)));
    }
    List<Future<?>> writers = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      int from = 1 + thread;
      writers.add(
          threads.submit(
              () -> {
                for (int i = from; i < base.length; i += 4) {
                  int ordinal = index.add(base[i]);
                  HnswResult found = index.search(base[i], 1, 40, row -> row == ordinal);
                  assertThat(found.ordinals()).containsExactly(ordinal);
                }
              }));
    }
    for (Future<?> writer : writers) {
      writer.get();
    }
    adding.set(false);
    for (Future<?> searcher : searchers) {
      searcher.get();
    }
    assertThat(index.size()).isEqualTo(base.length);
    HnswIndexTest.assertSound(index);
    assertRecall(index);
  }

  @Test
  void aParallelBuildNumbersRowsAsItsSourceAndFindsThem() {
    float[][] base = ClusteredVectors.of(SEED, DIMENSION, 4).next(5000);
    for (int i = 1000; i < 1500; i++) {
      base[i] = base[0];
    }
    HnswIndex index = HnswIndex.create(Metric.EUCLIDEAN, DIMENSION, PARAMETERS, SEED, base.length);
    index.addAll(VectorSource.of(base), base.length, threads, 4);
    HnswIndexTest.assertSound(index);
    float[] stored = new float[DIMENSION];
    for (int row = 0; row < base.length; row += 7) {
      index.vector(row, stored);
      assertThat(stored).isEqualTo(base[row]);
    }
    assertRecall(index);
  }

  /** It waited for threads that others had, after it had inserted every row itself. */
  @Test
  void aParallelBuildDoesNotWaitForThreadsThatAreBusy() {
    float[][] base = ClusteredVectors.of(SEED, DIMENSION, 4).next(300);
    HnswIndex index = HnswIndex.create(Metric.EUCLIDEAN, DIMENSION, PARAMETERS, SEED, base.length);
    List<Runnable> waiting = new ArrayList<>();
    CompletableFuture<Void> build =
        CompletableFuture.runAsync(
            () -> index.addAll(VectorSource.of(base), base.length, waiting::add, 4), threads);
    build.orTimeout(1, TimeUnit.MINUTES).join();
    assertThat(waiting).hasSize(3);
    waiting.forEach(Runnable::run);
    assertThat(index.size()).isEqualTo(base.length);
    HnswIndexTest.assertSound(index);
  }

  private static void searchWhile(AtomicBoolean adding, HnswIndex index) {
    ClusteredVectors queries = ClusteredVectors.of(SEED + 1, DIMENSION, 4);
    float[] stored = new float[DIMENSION];
    do {
      float[] query = queries.next();
      HnswResult found = index.search(query, 10, 40, null, SearchPlan.GRAPH_WALK);
      assertThat(found.size()).isBetween(1, 10);
      for (int i = 0; i < found.size(); i++) {
        index.vector(found.ordinal(i), stored);
        double expected = ClusteredVectors.distance(Metric.EUCLIDEAN, query, stored);
        assertThat(found.distance(i)).isCloseTo((float) expected, within(1e-4f));
        if (i > 0) {
          assertThat(found.distance(i)).isGreaterThanOrEqualTo(found.distance(i - 1));
          assertThat(found.ordinal(i)).isNotEqualTo(found.ordinal(i - 1));
        }
      }
    } while (adding.get());
  }

  private static void assertRecall(HnswIndex index) {
    double recall = 0;
    for (float[] query : ClusteredVectors.of(SEED, DIMENSION, 4).next(100)) {
      HnswResult found = index.search(query, 10, 100, null, SearchPlan.GRAPH_WALK);
      recall += HnswIndexTest.recall(found, index.exact(query, 10, null)) / 100;
    }
    assertThat(recall).isGreaterThanOrEqualTo(0.95);
  }
}
