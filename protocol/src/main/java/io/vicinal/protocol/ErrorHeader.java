package io.vicinal.protocol;

import io.vicinal.api.ErrorCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an error travels over Flight: the status that fits best, the message as its description, and
 * the {@link ErrorCode} by name in the header {@value #NAME}. Codes of a newer release are unknown
 * to an older client, which then goes by the status.
 */
public final class ErrorHeader {
  /** The name of the header. */
  public static final String NAME = "x-vicinal-error";

  private ErrorHeader() {}

  /** The value of the header. */
  public static String value(ErrorCode code) {
    return code.name();
  }

  /** The code in a header, if it is there and known. */
  public static Optional<ErrorCode> parse(@Nullable String value) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.name().equals(value)) {
        return Optional.of(code);
      }
    }
    return Optional.empty();
  }
}
