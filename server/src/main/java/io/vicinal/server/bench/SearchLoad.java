package io.vicinal.server.bench;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Threads that search for all queries again and again, each thread as fast as it can. Used by one
 * thread.
 *
 * <p>Every round is over all queries, so that an average is over all of them, easy and hard ones.
 */
final class SearchLoad implements AutoCloseable {
  private static final Duration MEASURED = Duration.ofSeconds(1);
  private static final Duration WARM_UP_ROUND = Duration.ofMillis(500);
  private static final int MAX_WARM_UP_ROUNDS = 20;

  /** Searches are warm when a round is not faster than all before by more than this. */
  private static final double STILL_WARMING = 1.03;

  private final List<float[]> queries;
  private final int threads;
  private final ExecutorService executor;

  SearchLoad(List<float[]> queries, int threads) {
    this.queries = queries;
    this.threads = threads;
    this.executor = Executors.newFixedThreadPool(threads);
  }

  /** Warms up, then runs whole rounds for a second or more. */
  LoadResult measure(Consumer<float[]> search) {
    warmUp(search);
    return run(search, MEASURED);
  }

  /**
   * Searches until the compiler has nothing left to gain: with few cores or many other processes it
   * needs longer than any fixed time.
   */
  void warmUp(Consumer<float[]> search) {
    double fastest = 0;
    for (int round = 0; round < MAX_WARM_UP_ROUNDS; round++) {
      double speed = run(search, WARM_UP_ROUND).queriesPerSecond();
      if (round > 0 && speed < STILL_WARMING * fastest) {
        return;
      }
      fastest = Math.max(fastest, speed);
    }
  }

  /** Runs whole rounds for at least so long. */
  LoadResult run(Consumer<float[]> search, Duration atLeast) {
    Run run = new Run(search, atLeast.toNanos());
    List<CompletableFuture<long[]>> workers = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < threads; i++) {
      workers.add(CompletableFuture.supplyAsync(() -> run.work(start), executor));
    }
    try {
      long[] latencies =
          workers.stream().map(CompletableFuture::join).flatMapToLong(Arrays::stream).toArray();
      return LoadResult.of(latencies, (System.nanoTime() - start) / 1e9);
    } catch (CompletionException e) {
      if (e.getCause() instanceof VicinalException cause) {
        throw cause;
      }
      throw new VicinalException(ErrorCode.INTERNAL, "a search failed", e.getCause());
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  /** One run of all threads; searches are numbered across them. */
  private final class Run {
    private final Consumer<float[]> search;
    private final long atLeastNanos;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong end = new AtomicLong(Long.MAX_VALUE);

    Run(Consumer<float[]> search, long atLeastNanos) {
      this.search = search;
      this.atLeastNanos = atLeastNanos;
    }

    /** The nanoseconds of each search of this thread. */
    long[] work(long start) {
      long[] latencies = new long[1024];
      int count = 0;
      while (true) {
        long number = next.getAndIncrement();
        int query = (int) (number % queries.size());
        long before = System.nanoTime();
        if (query == 0 && number > 0 && before - start >= atLeastNanos) {
          end.accumulateAndGet(number, Math::min);
        }
        if (number >= end.get()) {
          return Arrays.copyOf(latencies, count);
        }
        search.accept(queries.get(query));
        if (count == latencies.length) {
          latencies = Arrays.copyOf(latencies, 2 * count);
        }
        latencies[count++] = System.nanoTime() - before;
      }
    }
  }
}
