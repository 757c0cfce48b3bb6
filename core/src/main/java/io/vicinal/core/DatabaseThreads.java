package io.vicinal.core;

import io.vicinal.core.engine.EngineOptions;
import io.vicinal.core.log.SyncTimer;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of an embedded database. They are daemons: a program that forgets to close its
 * database ends all the same, and the log has what was acknowledged.
 *
 * <p>Building, sealing, merging and the periodic sync have threads of their own, because a merge
 * can take minutes and the others must not wait for it: while no segment is sealed, writes come to
 * seal theirs themselves.
 */
final class DatabaseThreads implements AutoCloseable {
  private final int buildThreads;
  private final Executor builders;
  private final Executor sealers;
  private final Executor mergers;
  private final SyncTimer timer;
  private final List<ExecutorService> owned;

  private DatabaseThreads(
      int buildThreads,
      Executor builders,
      Executor sealers,
      Executor mergers,
      SyncTimer timer,
      List<ExecutorService> owned) {
    this.buildThreads = buildThreads;
    this.builders = builders;
    this.sealers = sealers;
    this.mergers = mergers;
    this.timer = timer;
    this.owned = owned;
  }

  /** Threads, each of which starts with its first task. */
  static DatabaseThreads start(int buildThreads) {
    ExecutorService builders =
        Executors.newFixedThreadPool(Math.max(1, buildThreads - 1), named("build"));
    ExecutorService sealers = Executors.newSingleThreadExecutor(named("seal"));
    ExecutorService mergers = Executors.newSingleThreadExecutor(named("merge"));
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(named("sync"));
    return new DatabaseThreads(
        buildThreads,
        builders,
        sealers,
        mergers,
        SyncTimer.on(timer),
        List.of(timer, sealers, mergers, builders));
  }

  /** None: the caller does everything, in an order that repeats. Nothing syncs periodically. */
  static DatabaseThreads none() {
    SyncTimer never = (interval, task) -> () -> {};
    Executor caller = Runnable::run;
    return new DatabaseThreads(1, caller, caller, caller, never, List.of());
  }

  EngineOptions engineOptions(DatabaseOptions options) {
    return new EngineOptions(
        options.maxGrowingRows(),
        options.maxGrowingBytes(),
        options.keptManifests(),
        buildThreads,
        builders,
        sealers,
        mergers);
  }

  SyncTimer timer() {
    return timer;
  }

  /** Ends the threads; what they were to do is done or of no use any more. */
  @Override
  public void close() {
    owned.forEach(ExecutorService::shutdownNow);
  }

  private static ThreadFactory named(String purpose) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "vicinal-" + purpose + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
