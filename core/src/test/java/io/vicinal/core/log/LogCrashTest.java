package io.vicinal.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One of the ways to tear a disk that {@link LogCrashIT} tries. */
class LogCrashTest {
  @Test
  void losesNoAcknowledgedRecordWhereverThePowerFails() {
    assertThat(LogCrashes.check(1)).as("states of the disk").isGreaterThan(1_250);
  }
}
