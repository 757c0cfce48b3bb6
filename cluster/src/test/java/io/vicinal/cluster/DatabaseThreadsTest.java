package io.vicinal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.core.engine.EngineOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DatabaseThreadsTest {
  @Test
  void runsSearchesThatWaitForAThreadWhenItIsClosed() {
    ShardedOptions options = ShardedOptions.DEFAULT;
    DatabaseThreads threads = DatabaseThreads.start(options);
    CountDownLatch end = new CountDownLatch(1);
    for (int i = 0; i < options.searchThreads(); i++) {
      threads.searchers().execute(() -> await(end));
    }
    CompletableFuture<String> waiting =
        CompletableFuture.supplyAsync(() -> "searched", threads.searchers());

    threads.close();
    end.countDown();

    assertThat(waiting.orTimeout(1, TimeUnit.MINUTES).join()).isEqualTo("searched");
    assertThat(CompletableFuture.supplyAsync(() -> "by the caller", threads.searchers()).join())
        .isEqualTo("by the caller");
  }

  @Test
  void sealsSegmentsWhileAMergeTakesItsTime() {
    try (DatabaseThreads threads = DatabaseThreads.start(ShardedOptions.DEFAULT)) {
      EngineOptions options = threads.engineOptions(ShardedOptions.DEFAULT);
      CompletableFuture<Void> sealed = new CompletableFuture<>();
      CompletableFuture<Void> merged =
          CompletableFuture.runAsync(sealed::join, options.mergeExecutor())
              .orTimeout(1, TimeUnit.MINUTES);

      options.sealExecutor().execute(() -> sealed.complete(null));

      assertThat(merged.join()).isNull();
    }
  }

  /** An Error ended the upkeep for good, and nobody was told. */
  @Test
  void repeatsATaskWhateverItThrows() {
    for (Throwable thrown :
        List.of(new IllegalStateException("broken"), new OutOfMemoryError("no memory"))) {
      AtomicInteger runs = new AtomicInteger();
      Runnable task =
          DatabaseThreads.guarded(
              () -> {
                runs.incrementAndGet();
                throwUnchecked(thrown);
              });
      task.run();
      task.run();
      assertThat(runs).hasValue(2);
    }
  }

  private static void throwUnchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) thrown;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException("a search was interrupted", e);
    }
  }
}
