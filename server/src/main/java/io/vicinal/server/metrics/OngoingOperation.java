package io.vicinal.server.metrics;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** An operation between its beginning and its end, which is counted once. */
final class OngoingOperation {
  private final NodeMetrics metrics;
  private final Operation operation;
  private final long startedNanos;
  private final AtomicBoolean failed = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();

  OngoingOperation(NodeMetrics metrics, Operation operation, long startedNanos) {
    this.metrics = metrics;
    this.operation = operation;
    this.startedNanos = startedNanos;
  }

  /** Counts the first failure. */
  void failed(Throwable failure) {
    if (!failed.getAndSet(true)) {
      metrics.failed(operation, failure);
    }
  }

  /** Runs a step of the operation, and counts its failure. */
  <T> T step(Supplier<T> step) {
    try {
      return step.get();
    } catch (RuntimeException | Error e) {
      failed(e);
      throw e;
    }
  }

  /** Idempotent. */
  void end() {
    if (!ended.getAndSet(true)) {
      metrics.ended(operation, System.nanoTime() - startedNanos);
    }
  }
}
