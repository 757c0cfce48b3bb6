package io.vicinal.server.flight;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;

/** What the server refuses because of its size. */
final class Limits {
  /** Queries of a stream are numbered by an int32, from 0. */
  static final long MAX_QUERIES = 1L << 31;

  private Limits() {}

  static void checkRows(int rows, int most) {
    if (rows > most) {
      throw new VicinalException(
          ErrorCode.TOO_LARGE, "a batch of " + rows + " rows; expected at most " + most);
    }
  }

  /**
   * Refuses a batch of queries whose numbers no column could hold.
   *
   * @param received the queries of the stream before it
   */
  static void checkQueries(long received, int rows) {
    if (received + rows > MAX_QUERIES) {
      throw new VicinalException(
          ErrorCode.TOO_LARGE,
          "a stream of "
              + (received + rows)
              + " queries; expected at most "
              + MAX_QUERIES
              + ", and another stream for the rest");
    }
  }
}
