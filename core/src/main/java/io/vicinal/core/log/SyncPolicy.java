package io.vicinal.core.log;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.time.Duration;

/**
 * When appended records are made durable, and so what an acknowledgement is worth. A crash of the
 * process loses nothing under any of them; they differ when the machine or its power fails.
 *
 * @param mode the policy
 * @param interval the time between two syncs under {@link Mode#INTERVAL}, zero otherwise
 */
public record SyncPolicy(Mode mode, Duration interval) {
  /** The kinds of policy. */
  public enum Mode {
    /** Before each acknowledgement; writers that wait together share one sync. */
    ALWAYS,
    /** Every so often: a power failure loses at most what was acknowledged since. */
    INTERVAL,
    /** When the operating system wants to, when a file is full and when the log is closed. */
    NEVER
  }

  /** {@link Mode#ALWAYS}. */
  public static final SyncPolicy ALWAYS = new SyncPolicy(Mode.ALWAYS, Duration.ZERO);

  /** {@link Mode#NEVER}. */
  public static final SyncPolicy NEVER = new SyncPolicy(Mode.NEVER, Duration.ZERO);

  /** Checks that there is an interval where one is needed, and only there. */
  public SyncPolicy {
    boolean legal =
        mode == Mode.INTERVAL
            ? interval.compareTo(Duration.ofMillis(1)) >= 0
            : interval.equals(Duration.ZERO);
    if (!legal) {
      throw new VicinalException(
          ErrorCode.INVALID_CONFIGURATION,
          "expected a sync interval of at least 1 ms with the policy 'interval' and none with"
              + " others, found "
              + interval
              + " with "
              + mode);
    }
  }

  /** {@link Mode#INTERVAL}, with the time between two syncs, at least a millisecond. */
  public static SyncPolicy interval(Duration interval) {
    return new SyncPolicy(Mode.INTERVAL, interval);
  }
}
