package io.vicinal.cluster;

import io.vicinal.core.engine.EngineOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a sharded database, beside those of its logs. They are daemons: a program that
 * forgets to close its database ends all the same, and the logs have what was acknowledged.
 *
 * <p>Sealing and merging have a thread each, which all shards share: a merge can take minutes, and
 * while no segment is sealed, writes come to seal theirs themselves.
 */
final class DatabaseThreads implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(DatabaseThreads.class);
  private static final long UPKEEP_MILLIS = 1000;
  private static final int OPENERS = 16;

  /** Tasks that are repeated: one that seals for minutes does not hold up the other. */
  private static final int REPEATED = 2;

  private final Executor builders;
  private final Executor sealers;
  private final Executor mergers;
  private final Executor searchers;
  private final Executor openers;
  private final Optional<ScheduledExecutorService> upkeep;
  private final List<ExecutorService> owned;

  private DatabaseThreads(
      Executor builders,
      Executor sealers,
      Executor mergers,
      Executor searchers,
      Executor openers,
      Optional<ScheduledExecutorService> upkeep,
      List<ExecutorService> owned) {
    this.builders = builders;
    this.sealers = sealers;
    this.mergers = mergers;
    this.searchers = searchers;
    this.openers = openers;
    this.upkeep = upkeep;
    this.owned = owned;
  }

  /** Threads, each of which starts with its first task. */
  static DatabaseThreads start(ShardedOptions options) {
    ExecutorService builders =
        Executors.newFixedThreadPool(Math.max(1, options.buildThreads() - 1), named("build"));
    ExecutorService sealers = Executors.newSingleThreadExecutor(named("seal"));
    ExecutorService mergers = Executors.newSingleThreadExecutor(named("merge"));
    ExecutorService searchers = searchers(options.searchThreads());
    ExecutorService openers = elastic();
    ScheduledExecutorService upkeep = Executors.newScheduledThreadPool(REPEATED, named("upkeep"));
    return new DatabaseThreads(
        builders,
        sealers,
        mergers,
        searchers,
        openers,
        Optional.of(upkeep),
        List.of(upkeep, openers, searchers, sealers, mergers, builders));
  }

  /** None: the caller does everything, in an order that repeats. Nothing is repeated. */
  static DatabaseThreads none() {
    Executor caller = Runnable::run;
    return new DatabaseThreads(caller, caller, caller, caller, caller, Optional.empty(), List.of());
  }

  EngineOptions engineOptions(ShardedOptions options) {
    return new EngineOptions(
        options.maxGrowingRows(),
        options.maxGrowingBytes(),
        options.keptManifests(),
        options.buildThreads(),
        builders,
        sealers,
        mergers);
  }

  Executor searchers() {
    return searchers;
  }

  /** For what waits more than it works: to close a log takes Ratis a second. */
  Executor openers() {
    return openers;
  }

  /**
   * Runs a task once a second until the threads are closed, beside other such tasks and never
   * beside itself.
   */
  void repeat(Runnable task) {
    Runnable guarded = guarded(task);
    upkeep.ifPresent(
        executor -> {
          // It ends with the executor; nobody waits for it.
          Future<?> unused =
              executor.scheduleWithFixedDelay(
                  guarded, UPKEEP_MILLIS, UPKEEP_MILLIS, TimeUnit.MILLISECONDS);
        });
  }

  /**
   * A task that does not throw, because that would end its repetition: the next run tries again.
   */
  static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (Throwable e) {
        logger.error("the upkeep of the shards failed and will be tried again", e);
      }
    };
  }

  /** Ends the repeated tasks, after the runs under way. */
  void stopRepeating() {
    try {
      if (upkeep.isPresent()) {
        upkeep.get().shutdown();
        upkeep.get().awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends the threads; what they were to do is done or of no use any more. Searches that wait for a
   * thread are still run, for a caller waits for each: they learn that the engine is closed.
   */
  @Override
  public void close() {
    for (ExecutorService each : owned) {
      if (each == searchers) {
        each.shutdown();
      } else {
        each.shutdownNow();
      }
    }
  }

  /** After it is closed the caller searches, and learns from the engine that it is closed. */
  private static ExecutorService searchers(int threads) {
    return new ThreadPoolExecutor(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        named("search"),
        (task, executor) -> task.run());
  }

  /** Threads that end when there is nothing to do, as there is but seldom. */
  private static ExecutorService elastic() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            OPENERS, OPENERS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named("open"));
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  private static ThreadFactory named(String purpose) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "vicinal-shard-" + purpose + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
