package io.vicinal.server.cli;

import io.vicinal.api.ErrorCode;

/** What the process says to its caller when it ends; part of the command line's contract. */
final class ExitCodes {
  /** Done, or stopped in order. */
  static final int OK = 0;

  /** An error of another kind; the message says which. */
  static final int FAILED = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** The configuration is wrong. */
  static final int CONFIGURATION = 3;

  /** Another process uses the data directory. */
  static final int DIRECTORY_IN_USE = 4;

  /** Something else listens on one of the ports. */
  static final int ADDRESS_IN_USE = 5;

  /** A stored file is damaged, or of a release that this one does not read. */
  static final int DAMAGED = 6;

  /** No node answers. */
  static final int UNAVAILABLE = 7;

  /** What {@code check} says of a directory in which something is damaged. */
  static final int CHECKED_DAMAGED = 1;

  /** What {@code check} says of a directory that it cannot open, because it is in use perhaps. */
  static final int CHECK_NOT_OPENED = 3;

  /** What {@code check} says when nothing it read is damaged, and it could not read everything. */
  static final int NOT_CHECKED = 4;

  private ExitCodes() {}

  static int of(ErrorCode code) {
    return switch (code) {
      case INVALID_CONFIGURATION -> CONFIGURATION;
      case DIRECTORY_IN_USE -> DIRECTORY_IN_USE;
      case ADDRESS_IN_USE -> ADDRESS_IN_USE;
      case DAMAGED_FILE, FORMAT_TOO_OLD, FORMAT_TOO_NEW -> DAMAGED;
      case UNAVAILABLE -> UNAVAILABLE;
      case INVALID_ARGUMENT,
          INVALID_VECTOR,
          INVALID_RECORD,
          INVALID_FILTER,
          UNKNOWN_COLLECTION,
          UNKNOWN_FIELD,
          UNAUTHENTICATED,
          FORBIDDEN,
          TOO_LARGE,
          COLLECTION_EXISTS,
          WRITER_REPLACED,
          OVERLOADED,
          READ_ONLY,
          UNKNOWN_OUTCOME,
          STORAGE_FAILURE,
          INTERNAL ->
          FAILED;
    };
  }
}
