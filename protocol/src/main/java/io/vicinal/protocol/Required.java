package io.vicinal.protocol;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import org.jspecify.annotations.Nullable;

/** Checks of keys: Jackson passes null for those that a document lacks. */
final class Required {
  private Required() {}

  static <T> T present(@Nullable T value, String key) {
    if (value == null) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "key '" + key + "' is missing; it is required");
    }
    return value;
  }
}
