package io.vicinal.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
  /** Clients and logs know these: one may be added, none renamed or given another category. */
  @Test
  void keepsNamesAndCategoriesForEver() {
    assertThat(Arrays.stream(ErrorCode.values()).map(code -> code + " " + code.category()))
        .contains(
            "INVALID_ARGUMENT USER",
            "INVALID_VECTOR USER",
            "INVALID_RECORD USER",
            "INVALID_FILTER USER",
            "INVALID_CONFIGURATION USER",
            "UNKNOWN_COLLECTION USER",
            "UNKNOWN_FIELD USER",
            "UNAUTHENTICATED USER",
            "FORBIDDEN USER",
            "TOO_LARGE USER",
            "COLLECTION_EXISTS CONFLICT",
            "DIRECTORY_IN_USE CONFLICT",
            "ADDRESS_IN_USE CONFLICT",
            "UNAVAILABLE UNAVAILABLE",
            "OVERLOADED UNAVAILABLE",
            "READ_ONLY UNAVAILABLE",
            "UNKNOWN_OUTCOME UNKNOWN_OUTCOME",
            "DAMAGED_FILE DAMAGED",
            "FORMAT_TOO_OLD DAMAGED",
            "FORMAT_TOO_NEW DAMAGED",
            "STORAGE_FAILURE UNAVAILABLE",
            "INTERNAL INTERNAL");
  }

  @Test
  void travelsWithTheMessageAndTheCause() {
    Throwable cause = new IllegalStateException("disk");
    VicinalException error = new VicinalException(ErrorCode.READ_ONLY, "no writes", cause);

    assertThat(error).hasMessage("no writes").hasCause(cause);
    assertThat(error.code()).isEqualTo(ErrorCode.READ_ONLY);
    assertThat(error.category()).isEqualTo(ErrorCategory.UNAVAILABLE);
  }
}
