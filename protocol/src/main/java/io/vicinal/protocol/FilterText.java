package io.vicinal.protocol;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.api.filter.Filter;

/** Filters as SQL, the form in which they travel. */
final class FilterText {
  private FilterText() {}

  static String print(Filter filter) {
    return java.util.Optional.<String>empty()
        .orElseThrow(() -> new VicinalException(ErrorCode.INTERNAL, "no printer for " + filter));
  }

  static Filter parse(String sql) {
    return java.util.Optional.<Filter>empty()
        .orElseThrow(() -> new VicinalException(ErrorCode.INTERNAL, "no parser for " + sql));
  }
}
