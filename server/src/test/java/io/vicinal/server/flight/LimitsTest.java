package io.vicinal.server.flight;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.vicinal.api.ErrorCode;
import org.junit.jupiter.api.Test;

class LimitsTest {
  /** The number of the query overflowed, as an internal error. */
  @Test
  void refusesTheFirstQueryWhoseNumberDoesNotFitItsColumn() {
    assertThatCode(() -> Limits.checkQueries((1L << 31) - 1, 1)).doesNotThrowAnyException();
    FlightServiceTest.assertError(
        ErrorCode.TOO_LARGE,
        () -> Limits.checkQueries((1L << 31) - 1, 2),
        "a stream of 2147483649 queries; expected at most 2147483648");
  }
}
