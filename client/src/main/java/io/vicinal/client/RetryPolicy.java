package io.vicinal.client;

import io.vicinal.api.ErrorCategory;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.time.Duration;

/**
 * Which errors are tried again, how often, and after which pause. Errors of category {@link
 * ErrorCategory#UNAVAILABLE} had no effect and are always tried again; all others but the next are
 * not.
 *
 * <p>A write of unknown outcome may have been applied. Writes replace whole records by key, so
 * applying one twice leaves what applying it once leaves, unless another client wrote the same keys
 * in between: that write is then overwritten, and a reader may see the older value come back. Hence
 * {@link UnknownOutcome#FAIL} unless the keys have one writer.
 *
 * @param attempts number of attempts in all, 1 for no retry
 * @param firstPause pause before the second attempt; each further one is twice as long
 * @param longestPause the longest pause. Every pause is shortened at random by up to half
 * @param unknownOutcome what becomes of writes whose outcome is unknown
 */
public record RetryPolicy(
    int attempts, Duration firstPause, Duration longestPause, UnknownOutcome unknownOutcome) {

  /** What becomes of writes whose outcome is unknown. */
  public enum UnknownOutcome {
    /** The caller gets {@link ErrorCode#UNKNOWN_OUTCOME} and decides. */
    FAIL,
    /** They are sent again. For keys that only this client writes. */
    RETRY
  }

  /** Five attempts within about three seconds; unknown outcomes fail. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(5, Duration.ofMillis(200), Duration.ofSeconds(5), UnknownOutcome.FAIL);

  /** One attempt. */
  public static final RetryPolicy NONE =
      new RetryPolicy(1, Duration.ZERO, Duration.ZERO, UnknownOutcome.FAIL);

  /** Refuses less than one attempt and negative pauses. */
  public RetryPolicy {
    if (attempts < 1 || firstPause.isNegative() || longestPause.compareTo(firstPause) < 0) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "retry policy of "
              + attempts
              + " attempts with pauses of "
              + firstPause
              + " to "
              + longestPause
              + "; expected 1 attempt or more and pauses of 0 or more, the first not the longest");
    }
  }

  /** This policy with another treatment of unknown outcomes. */
  public RetryPolicy on(UnknownOutcome treatment) {
    return new RetryPolicy(attempts, firstPause, longestPause, treatment);
  }

  /** Whether an error is worth another attempt, if there are any left. */
  boolean isRetryable(VicinalException error) {
    return error.category() == ErrorCategory.UNAVAILABLE
        || (error.category() == ErrorCategory.UNKNOWN_OUTCOME
            && unknownOutcome == UnknownOutcome.RETRY);
  }

  /**
   * The pause after an attempt.
   *
   * @param attempt its number, from 1
   * @param random in [0, 1)
   */
  Duration pauseAfter(int attempt, double random) {
    long doubled = firstPause.toNanos() << Math.min(attempt - 1, 20);
    long longest = Math.min(doubled, longestPause.toNanos());
    return Duration.ofNanos((long) (longest * (1 - random / 2)));
  }
}
