package io.vicinal.cluster.log;

import java.util.Optional;

/**
 * How a replicated log is doing.
 *
 * @param name which log it is, for people
 * @param led whether there is a leader who takes entries
 * @param committed the number of the last entry that a quorum has, -1 if none
 * @param applied the number of the last entry applied here, 0 if none
 * @param failure why no more entries are applied, if that is so
 */
public record LogStatus(
    String name, boolean led, long committed, long applied, Optional<String> failure) {
  /** Whether it takes entries. */
  public boolean isReady() {
    return led && failure.isEmpty();
  }
}
