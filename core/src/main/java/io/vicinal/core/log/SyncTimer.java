package io.vicinal.core.log;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs the periodic sync of {@link SyncPolicy.Mode#INTERVAL}; a test turns it by hand. */
@FunctionalInterface
public interface SyncTimer {
  /** Runs a task again and again, that long after its last end, until the result is run. */
  Runnable every(Duration interval, Runnable task);

  /** A timer on an executor, which stays the caller's to shut down. */
  static SyncTimer on(ScheduledExecutorService executor) {
    return (interval, task) -> {
      ScheduledFuture<?> future =
          executor.scheduleWithFixedDelay(
              task, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    };
  }
}
