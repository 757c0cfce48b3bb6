package io.vicinal.server.metrics;

import java.util.concurrent.atomic.AtomicBoolean;

/** An operation between its beginning and its end, which is counted once. */
final class OngoingOperation {
  private final NodeMetrics metrics;
  private final Operation operation;
  private final long startedNanos;
  private final AtomicBoolean ended = new AtomicBoolean();

  OngoingOperation(NodeMetrics metrics, Operation operation, long startedNanos) {
    this.metrics = metrics;
    this.operation = operation;
    this.startedNanos = startedNanos;
  }

  void failed(Throwable failure) {
    metrics.failed(operation, failure);
  }

  /** Idempotent. */
  void end() {
    if (!ended.getAndSet(true)) {
      metrics.ended(operation, System.nanoTime() - startedNanos);
    }
  }
}
