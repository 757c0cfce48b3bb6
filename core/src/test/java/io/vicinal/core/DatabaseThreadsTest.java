package io.vicinal.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.core.engine.EngineOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DatabaseThreadsTest {
  @Test
  void sealsSegmentsWhileAMergeTakesItsTime() {
    try (DatabaseThreads threads = DatabaseThreads.start(1)) {
      EngineOptions options = threads.engineOptions(DatabaseOptions.DEFAULT);
      CompletableFuture<Void> sealed = new CompletableFuture<>();
      CompletableFuture<Void> merged =
          CompletableFuture.runAsync(sealed::join, options.mergeExecutor())
              .orTimeout(1, TimeUnit.MINUTES);

      options.sealExecutor().execute(() -> sealed.complete(null));

      assertThat(merged.join()).isNull();
    }
  }
}
