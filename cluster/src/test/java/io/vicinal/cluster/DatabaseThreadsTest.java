package io.vicinal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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

    assertThat(waiting.join()).isEqualTo("searched");
    assertThat(CompletableFuture.supplyAsync(() -> "by the caller", threads.searchers()).join())
        .isEqualTo("by the caller");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("a search was interrupted", e);
    }
  }
}
