package io.vicinal.server.flight;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;

/** What the server refuses because of its size. */
final class Limits {
  private Limits() {}

  static void checkRows(int rows, int most) {
    if (rows > most) {
      throw new VicinalException(
          ErrorCode.TOO_LARGE, "a batch of " + rows + " rows; expected at most " + most);
    }
  }
}
