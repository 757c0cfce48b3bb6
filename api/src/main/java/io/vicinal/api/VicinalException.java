package io.vicinal.api;

import org.jspecify.annotations.Nullable;

/**
 * The one exception of the data plane. Its {@link #code()} is for programs, its message for people:
 * what was expected, what was found, and where.
 */
public class VicinalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /** An error with a code and a message that names the thing, the value and what would be right. */
  public VicinalException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** As above, caused by another error. */
  public VicinalException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The stable code. */
  public ErrorCode code() {
    return code;
  }

  /** The category of the code. */
  public ErrorCategory category() {
    return code.category();
  }
}
