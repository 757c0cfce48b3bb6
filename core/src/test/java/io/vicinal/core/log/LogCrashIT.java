package io.vicinal.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Power failures that tear the disk in several ways. */
class LogCrashIT {
  @Test
  void losesNoAcknowledgedRecordWhereverThePowerFails() {
    assertThat(LogCrashes.check(4)).as("states of the disk").isGreaterThan(5_000);
  }
}
