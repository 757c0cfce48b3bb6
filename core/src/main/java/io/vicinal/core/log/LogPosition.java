package io.vicinal.core.log;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;

/**
 * An entry of a log, by its number and the term in which it was written. Replicated logs have
 * terms, which tell apart entries of the same number that different leaders wrote; in a log without
 * leaders every term is 0.
 *
 * @param term 0 or more
 * @param sequenceNumber 0 before the first entry
 */
public record LogPosition(long term, long sequenceNumber) {
  /** Before the first entry of any log. */
  public static final LogPosition START = new LogPosition(0, 0);

  /** Refuses negative numbers. */
  public LogPosition {
    if (term < 0 || sequenceNumber < 0) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "log position with term "
              + term
              + " and sequence number "
              + sequenceNumber
              + "; expected 0 or more");
    }
  }

  /** An entry of a log without terms. */
  public static LogPosition of(long sequenceNumber) {
    return new LogPosition(0, sequenceNumber);
  }

  /** Whether this is a later entry of the same log. */
  public boolean isAfter(LogPosition other) {
    return sequenceNumber > other.sequenceNumber;
  }
}
