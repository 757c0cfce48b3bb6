package io.vicinal.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class SeedTest {
  @Test
  void startsTheSameSequenceAgain() {
    Seed seed = new Seed(7);

    assertThat(seed.random().nextLong()).isEqualTo(seed.random().nextLong());
  }

  @Test
  void saysHowToRepeatAFailure() {
    IllegalStateException failure = new IllegalStateException("step 3");

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () ->
                new Seed(42)
                    .run(
                        random -> {
                          throw failure;
                        }))
        .withMessage("with -Dvicinal.seed=42: step 3")
        .withCause(failure);
  }
}
