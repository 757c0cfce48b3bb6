package io.vicinal.core.catalog;

import io.vicinal.api.ErrorCategory;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.IOException;

/**
 * A collection that exists and could not be opened. The others are open all the same; of this one
 * it is known what it is called, and it can be dropped. It is tried again when the database is
 * opened the next time.
 *
 * @param entry the collection
 * @param part what of it could not be opened, for messages
 * @param cause why
 */
public record UnopenedCollection(CatalogEntry entry, String part, RuntimeException cause) {
  /** The name of the collection. */
  public String name() {
    return entry.spec().name();
  }

  /** A new error for somebody who asks for the collection. */
  public VicinalException error() {
    return new VicinalException(
        code(),
        part
            + " could not be opened: "
            + cause.getMessage()
            + "; mend that, or put back its files from a copy, and open the database again, or"
            + " drop the collection",
        cause);
  }

  /** What was wrong at first: that nothing is written after it is but a consequence. */
  private ErrorCode code() {
    ErrorCode code = ErrorCode.INTERNAL;
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof VicinalException known && known.code() != ErrorCode.READ_ONLY) {
        code = known.code();
        if (code.category() == ErrorCategory.DAMAGED) {
          return code;
        }
      } else if (each instanceof IOException && code == ErrorCode.INTERNAL) {
        code = ErrorCode.STORAGE_FAILURE;
      }
    }
    return code;
  }
}
