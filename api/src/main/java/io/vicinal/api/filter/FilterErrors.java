package io.vicinal.api.filter;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;

/** The errors of the filter language, with a uniform wording. */
final class FilterErrors {
  /** Characters of the text that are shown on each side of an error. */
  private static final int CONTEXT = 40;

  private FilterErrors() {}

  static VicinalException invalid(String message) {
    return new VicinalException(ErrorCode.INVALID_FILTER, message);
  }

  /** An error at a place in the text, which is shown with a mark below it. */
  static VicinalException syntax(String sql, int index, String found, String expected) {
    int from = Math.max(0, index - CONTEXT);
    int to = Math.min(sql.length(), index + CONTEXT);
    String excerpt = sql.substring(from, to).replaceAll("\\p{Cntrl}", " ");
    return invalid(
        "filter, position "
            + (index + 1)
            + ": found "
            + found
            + "; expected "
            + expected
            + "\n  "
            + excerpt
            + "\n  "
            + " ".repeat(index - from)
            + "^");
  }
}
