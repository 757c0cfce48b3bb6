package io.vicinal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts an error's code and parts of its message. */
final class Refused {
  private Refused() {}

  static void by(ThrowingCallable call, ErrorCode code, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            VicinalException.class, error -> assertThat(error.code()).isEqualTo(code))
        .hasMessageContainingAll(parts);
  }
}
