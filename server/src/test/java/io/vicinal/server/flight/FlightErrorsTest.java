package io.vicinal.server.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import org.apache.arrow.flight.FlightRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlightErrorsTest {
  /** Only the client heard of a damaged file. */
  @ParameterizedTest
  @EnumSource(names = {"DAMAGED_FILE", "FORMAT_TOO_OLD", "FORMAT_TOO_NEW", "INTERNAL"})
  void logsWhatAnOperatorHasToLookAt(ErrorCode code) {
    try (LoggedErrors log = new LoggedErrors()) {
      FlightRuntimeException told = FlightErrors.of(new VicinalException(code, "on purpose"));

      assertThat(told).hasMessage("on purpose");
      assertThat(log.messages()).containsExactly("a call failed with " + code);
    }
  }

  @Test
  void logsNothingOfWhatAClientDidWrong() {
    try (LoggedErrors log = new LoggedErrors()) {
      FlightErrors.of(new VicinalException(ErrorCode.INVALID_FILTER, "on purpose"));

      assertThat(log.messages()).isEmpty();
    }
  }

  @Test
  void logsADefectWithTheReferenceThatTheClientIsTold() {
    try (LoggedErrors log = new LoggedErrors()) {
      String told = FlightErrors.of(new IllegalStateException("on purpose")).getMessage();

      assertThat(log.messages()).hasSize(1);
      String reference = log.messages().get(0).replace("internal error ", "");
      assertThat(told).isEqualTo("internal error; the server's log has it as " + reference);
    }
  }
}
