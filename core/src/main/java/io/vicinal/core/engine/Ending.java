package io.vicinal.core.engine;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;

/** How a collection came to its end, for those who still have a handle of it. */
public enum Ending {
  /** Its database was closed: it is there again when that is opened. */
  CLOSED(ErrorCode.UNAVAILABLE, "is closed"),
  /** It is gone for ever. */
  DROPPED(ErrorCode.UNKNOWN_COLLECTION, "was dropped");

  private final ErrorCode code;
  private final String text;

  Ending(ErrorCode code, String text) {
    this.code = code;
    this.text = text;
  }

  /**
   * A new error for a call that comes too late.
   *
   * @param what has ended, as in "collection 'points'"
   */
  public VicinalException error(String what) {
    return new VicinalException(code, what + " " + text);
  }
}
