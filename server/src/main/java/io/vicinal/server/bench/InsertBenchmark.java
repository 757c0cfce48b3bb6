package io.vicinal.server.bench;

import io.vicinal.api.HnswParameters;
import io.vicinal.core.hnsw.HnswIndex;
import io.vicinal.core.hnsw.HnswResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures searches by one thread while another inserts into the same index as fast as it can. The
 * index is as that of a growing segment: without codes.
 */
final class InsertBenchmark {
  /** One of so many rows is inserted while searches are measured. */
  private static final int INSERTED = 5;

  private static final int TURNS = 5;
  private static final Duration TURN = Duration.ofMillis(500);
  private static final long SEED = 42;

  private final VectorSet base;
  private final List<float[]> queries;
  private final int k;
  private final int ef;
  private final int before;
  private final ExecutorService executor;

  private InsertBenchmark(
      VectorSet base, List<float[]> queries, int k, int ef, ExecutorService executor) {
    this.base = base;
    this.queries = queries;
    this.k = k;
    this.ef = ef;
    this.before = Math.max(1, base.rows() - base.rows() / INSERTED);
    this.executor = executor;
  }

  /** Measures once; the line has all keys but the round. */
  static ReportLine run(
      VectorSet base,
      List<float[]> queries,
      IndexOptions options,
      int ef,
      int threads,
      ReportLine line) {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      return new InsertBenchmark(base, queries, options.k(), ef, executor)
          .measure(options.parameters(), threads, line);
    } finally {
      executor.shutdownNow();
    }
  }

  private ReportLine measure(HnswParameters parameters, int threads, ReportLine line) {
    HnswIndex index =
        HnswIndex.create(base.metric(), base.dimension(), parameters, SEED, base.rows());
    index.addAll(base::read, before, executor, threads);
    List<float[]> others = IntStream.range(before, base.rows()).mapToObj(base::vector).toList();
    PriorRecall recall = PriorRecall.of(index, queries, k, executor, threads);
    double idle = idle(index);
    double recallBefore = recall.average(found(index));
    return beside(index, others, recall, line.put("qps_idle", idle, 1))
        .put("recall_before", recallBefore, 5);
  }

  private double idle(HnswIndex index) {
    try (SearchLoad load = new SearchLoad(queries, 1)) {
      load.warmUp(query -> index.search(query, k, ef, null));
      List<LoadResult> turns = new ArrayList<>();
      for (int turn = 0; turn < TURNS; turn++) {
        turns.add(load.run(query -> index.search(query, k, ef, null), TURN));
      }
      return LoadResult.median(turns).queriesPerSecond();
    }
  }

  private @Nullable HnswResult[] found(HnswIndex index) {
    return queries.stream()
        .map(query -> index.search(query, k, ef, null))
        .toArray(HnswResult[]::new);
  }

  /** Searches for one query after the other until all rows are inserted. */
  private ReportLine beside(
      HnswIndex index, List<float[]> others, PriorRecall recall, ReportLine line) {
    @Nullable HnswResult[] found = new HnswResult[queries.size()];
    ProcessorShare share = ProcessorShare.sinceNow();
    long start = System.nanoTime();
    CompletableFuture<Void> inserts =
        CompletableFuture.runAsync(() -> others.forEach(index::add), executor);
    long searches = 0;
    while (!inserts.isDone()) {
      int query = (int) (searches % found.length);
      found[query] = index.search(queries.get(query), k, ef, null);
      searches++;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double processors = share.of(2);
    inserts.join();
    return line.put("qps", searches / seconds, 1)
        .put("searches", searches)
        .put("inserts_per_second", others.size() / seconds, 1)
        .put("recall_during", recall.average(found), 5)
        .put("processor_share", processors, 3);
  }
}
