package io.vicinal.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.core.io.CrashSweep;
import org.junit.jupiter.api.Test;

/** Some of the places that {@link EmbeddedCrashIT} tries. */
class EmbeddedCrashTest {
  @Test
  void losesNoAcknowledgedWriteWhereverThePowerFails() {
    assertThat(CrashSweep.run(EmbeddedCrashTrial::new, 11)).isGreaterThan(45);
  }
}
