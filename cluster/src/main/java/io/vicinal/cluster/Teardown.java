package io.vicinal.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What is open and must be closed, the last first, whatever fails on the way. For one thread. */
final class Teardown {
  private final Deque<Runnable> steps = new ArrayDeque<>();

  /** Adds a step, which runs before those that were added earlier. */
  void add(Runnable step) {
    steps.push(step);
  }

  /** Runs every step once; throws the first failure after the last step. */
  void run() {
    RuntimeException failure = null;
    while (!steps.isEmpty()) {
      RuntimeException next = attempt(steps.pop());
      if (failure == null) {
        failure = next;
      } else if (next != null) {
        failure.addSuppressed(next);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Runs every step because of a failure, which gets those of the steps. */
  void runAfter(Throwable cause) {
    while (!steps.isEmpty()) {
      RuntimeException next = attempt(steps.pop());
      if (next != null) {
        cause.addSuppressed(next);
      }
    }
  }

  private static @Nullable RuntimeException attempt(Runnable step) {
    try {
      step.run();
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }
}
