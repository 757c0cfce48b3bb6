package io.vicinal.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that a call is refused with a code, and a message that has certain parts. */
public final class Refusal {
  private Refusal() {}

  /** Fails unless the call throws that error, whose message has each of the parts. */
  public static void assertRefused(ErrorCode code, ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            VicinalException.class,
            error -> {
              assertThat(error.code()).as(error.getMessage()).isEqualTo(code);
              assertThat(parts).allSatisfy(part -> assertThat(error).hasMessageContaining(part));
            });
  }
}
