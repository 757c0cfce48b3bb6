package io.vicinal.core.hnsw;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Work that the caller's thread does with the help of others of an executor, as far as it has them
 * free. Immutable.
 *
 * @param name of the work, for errors, as in {@code "building an index"}
 * @param executor has the other threads
 * @param threads how many work at most, the caller's included
 */
record SharedWork(String name, Executor executor, int threads) {
  /** Calls {@code each} with the numbers {@code from..to − 1}, and returns when all are done. */
  void each(int from, int to, IntConsumer each) {
    AtomicInteger next = new AtomicInteger(from);
    run(
        () -> {
          for (int i = next.getAndIncrement(); i < to; i = next.getAndIncrement()) {
            each.accept(i);
          }
        });
  }

  /**
   * Runs {@code work} in each thread, and returns when all that began have ended, also when it
   * failed in one. The work must be one that a thread may come to late, or not at all.
   *
   * @throws VicinalException what the work threw, or {@link ErrorCode#INTERNAL} for other failures
   */
  void run(Runnable work) {
    List<Help> others = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      others.add(Help.with(work, executor));
    }
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    ends.add(CompletableFuture.runAsync(work, Runnable::run));
    others.stream().filter(Help::hasBegun).map(Help::end).forEach(ends::add);
    try {
      CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof VicinalException known
          ? known
          : new VicinalException(ErrorCode.INTERNAL, name + " failed", e.getCause());
    }
  }

  /**
   * Another thread's part in some work. The work may be done before that thread is free: then the
   * part does not begin any more, and nobody waits for it.
   */
  private record Help(AtomicBoolean decided, CompletableFuture<Void> end) {
    static Help with(Runnable work, Executor executor) {
      AtomicBoolean decided = new AtomicBoolean();
      Runnable part =
          () -> {
            if (decided.compareAndSet(false, true)) {
              work.run();
            }
          };
      return new Help(decided, CompletableFuture.runAsync(part, executor));
    }

    /** Whether it has begun; if not, it will not. For the one whose work it is, once. */
    boolean hasBegun() {
      return !decided.compareAndSet(false, true);
    }
  }
}
