package io.vicinal.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.core.io.CrashSweep;
import org.junit.jupiter.api.Test;

/** Lets the power fail after each operation on the disk of a database. */
class EmbeddedCrashIT {
  @Test
  void losesNoAcknowledgedWriteWhereverThePowerFails() {
    assertThat(CrashSweep.run(EmbeddedCrashTrial::new, 1)).isGreaterThan(500);
  }
}
