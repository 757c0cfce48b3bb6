package io.vicinal.server.flight;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of the endpoint.
 *
 * @param streams run calls; one that waits for its client has a thread of its own
 * @param searches run queries, as many at once as there are threads
 * @param watch looks after calls that nothing else would end
 */
record FlightThreads(
    ExecutorService streams, ExecutorService searches, ScheduledExecutorService watch) {
  private static final long SHUTDOWN_SECONDS = 10;

  static FlightThreads start(int searchThreads) {
    return new FlightThreads(
        Executors.newCachedThreadPool(named("flight-stream-")),
        Executors.newFixedThreadPool(searchThreads, named("flight-search-")),
        lookout());
  }

  /** What is no longer looked after is let go at once, with all that it holds. */
  private static ScheduledExecutorService lookout() {
    ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(1, named("flight-watch-"));
    watch.setRemoveOnCancelPolicy(true);
    return watch;
  }

  void shutDown() throws InterruptedException {
    streams.shutdown();
    searches.shutdown();
    streams.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    searches.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    // Last: until here there may be calls to look after.
    watch.shutdownNow();
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + count.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
  }
}
