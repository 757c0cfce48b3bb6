package io.vicinal.server.bench;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Measures what more threads gain, round by round. For one thread. */
final class ThreadsBenchmark {
  /** Rows that are indexed before anything counts: the compiler has seen the code then. */
  private static final int WARM_UP_ROWS = 10_000;

  private static final int LEAST_ROWS = 10;
  private static final int TURNS = 5;
  private static final Duration TURN = Duration.ofMillis(500);

  private final IndexOptions options;
  private final int ef;
  private final int threads;
  private final Progress progress;
  private final VectorSet base;
  private final List<float[]> queries;

  ThreadsBenchmark(IndexOptions options, int ef, int threads, Progress progress) {
    this.options = options;
    this.ef = ef;
    this.threads = threads;
    this.progress = progress;
    this.base = options.baseSet();
    this.queries = options.querySet(base).vectors();
    if (base.rows() < LEAST_ROWS) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          base.path() + " has " + base.rows() + " rows; expected " + LEAST_ROWS + " or more");
    }
  }

  /** Runs so many rounds, and hands over a line for each figure. */
  void run(int rounds, Consumer<String> lines) {
    progress.report("warming up");
    build(options.baseSet(WARM_UP_ROWS), threads);
    for (int round = 1; round <= rounds; round++) {
      progress.report("round " + round + " of " + rounds);
      AnnIndex built = builds(round, lines);
      searches(round, built, lines);
      progress.report("searching beside inserts");
      ReportLine line = new ReportLine().put("round", round).put("measure", "insert");
      lines.accept(InsertBenchmark.run(base, queries, options, ef, threads, line).toString());
    }
  }

  /** Builds by one thread and by more, in turn the one or the other first. */
  private AnnIndex builds(int round, Consumer<String> lines) {
    int first = round % 2 == 1 ? 1 : threads;
    build(round, first, lines);
    return build(round, threads + 1 - first, lines);
  }

  private AnnIndex build(int round, int count, Consumer<String> lines) {
    ProcessorShare share = ProcessorShare.sinceNow();
    AnnIndex built = build(base, count);
    lines.accept(
        line(round, "build", count)
            .put("seconds", built.buildSeconds(), 3)
            .put("processor_share", share.of(count), 3)
            .toString());
    return built;
  }

  private void searches(int round, AnnIndex built, Consumer<String> lines) {
    progress.report("searching");
    try (Searchers one = new Searchers(1, built);
        Searchers several = new Searchers(threads, built)) {
      List<Searchers> all = List.of(one, several);
      all.forEach(Searchers::warmUp);
      for (int turn = 0; turn < TURNS; turn++) {
        all.forEach(Searchers::search);
      }
      all.forEach(searchers -> lines.accept(searchers.line(round)));
    }
  }

  private AnnIndex build(VectorSet rows, int count) {
    return AnnIndex.build(rows, options.parameters(), options.quantization(), count, progress);
  }

  private static ReportLine line(int round, String measure, int threads) {
    return new ReportLine().put("round", round).put("measure", measure).put("threads", threads);
  }

  /** Threads that search an index, and how fast they were at each of their turns. */
  private final class Searchers implements AutoCloseable {
    private final int count;
    private final AnnIndex built;
    private final SearchLoad load;
    private final List<LoadResult> turns = new ArrayList<>();
    private double shares;

    Searchers(int count, AnnIndex built) {
      this.count = count;
      this.built = built;
      this.load = new SearchLoad(queries, count);
    }

    void warmUp() {
      load.warmUp(this::search);
    }

    void search() {
      ProcessorShare share = ProcessorShare.sinceNow();
      turns.add(load.run(this::search, TURN));
      shares += share.of(count);
    }

    private void search(float[] query) {
      built.index().search(query, options.k(), ef, null);
    }

    String line(int round) {
      return ThreadsBenchmark.line(round, "search", count)
          .put(LoadResult.median(turns))
          .put("processor_share", shares / turns.size(), 3)
          .toString();
    }

    @Override
    public void close() {
      load.close();
    }
  }
}
