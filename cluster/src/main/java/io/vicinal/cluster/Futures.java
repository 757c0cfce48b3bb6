package io.vicinal.cluster;

import io.vicinal.core.engine.FutureValue;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is waited for. */
final class Futures {
  private static final Logger logger = LoggerFactory.getLogger(Futures.class);
  private static final int REPORT_SECONDS = 15;

  private Futures() {}

  /** Runs a task for each item, beside each other; throws the first failure after the last. */
  static <T> void forEach(Collection<T> items, Consumer<T> task, Executor executor) {
    List<CompletableFuture<Void>> all =
        items.stream()
            .map(item -> CompletableFuture.runAsync(() -> task.accept(item), executor))
            .toList();
    FutureValue.of(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)));
  }

  /** Waits as long as it takes, and says from time to time what for. */
  static void await(CompletableFuture<Void> future, String what) {
    long start = System.nanoTime();
    for (boolean done = false; !done; ) {
      done =
          FutureValue.of(
              future
                  .thenApply(nothing -> true)
                  .completeOnTimeout(false, REPORT_SECONDS, TimeUnit.SECONDS));
      if (!done) {
        logger.info("waiting for {} since {} s", what, (System.nanoTime() - start) / 1_000_000_000);
      }
    }
  }
}
