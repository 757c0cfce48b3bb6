package io.vicinal.flink;

import io.vicinal.api.ErrorCategory;
import io.vicinal.api.VicinalException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Decides whether and when to try again. What the node could not do now, and what it may or may not
 * have done, is tried again: writes replace whole records by key, so that writing once more leaves
 * what writing once leaves. All other errors are final.
 *
 * <p>Not thread safe.
 */
final class Retries {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Duration timeout;
  private final LongSupplier nanoTime;
  private int failures;
  private long failingSince;

  Retries(Duration timeout, LongSupplier nanoTime) {
    this.timeout = timeout;
    this.nanoTime = nanoTime;
  }

  /**
   * Notes a failure.
   *
   * @return the pause before the next attempt: twice the last one, up to a limit
   * @throws VicinalException if there is none
   */
  Duration pauseAfter(VicinalException error) {
    if (!isRetryable(error)) {
      throw error;
    }
    long now = nanoTime.getAsLong();
    if (failures == 0) {
      failingSince = now;
    }
    Duration failing = Duration.ofNanos(now - failingSince);
    if (failing.compareTo(timeout) >= 0) {
      throw new VicinalException(
          error.code(),
          "no acknowledgement for %s after the first failure, and the retry timeout is %s: %s"
              .formatted(failing, timeout, error.getMessage()),
          error);
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 10));
    failures++;
    Duration left = timeout.minus(failing);
    return min(min(pause, LONGEST_PAUSE), left);
  }

  /** Notes that the node did something. */
  void succeeded() {
    failures = 0;
  }

  /** Failures since the last success. */
  int failures() {
    return failures;
  }

  static boolean isRetryable(VicinalException error) {
    return error.category() == ErrorCategory.UNAVAILABLE
        || error.category() == ErrorCategory.UNKNOWN_OUTCOME;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
