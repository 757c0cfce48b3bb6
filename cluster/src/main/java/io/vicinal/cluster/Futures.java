package io.vicinal.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What is waited for. */
final class Futures {
  private Futures() {}

  /** The value of a future, or its exception, without what Java puts around it. */
  static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
