package io.vicinal.api;

/**
 * Stable identifiers of errors. Names appear on the wire and in logs: they are never renamed and
 * never reused.
 */
public enum ErrorCode {
  /** An argument is outside its legal range or contradicts another. */
  INVALID_ARGUMENT(ErrorCategory.USER),
  /** A vector has another dimension than its field, NaN or infinite components, or zero norm. */
  INVALID_VECTOR(ErrorCategory.USER),
  /** A record does not fit the schema of its collection. */
  INVALID_RECORD(ErrorCategory.USER),
  /** A filter does not parse, or does not fit the schema. */
  INVALID_FILTER(ErrorCategory.USER),
  /** A configuration file, variable or flag cannot be used. */
  INVALID_CONFIGURATION(ErrorCategory.USER),
  /** A name addresses no collection. */
  UNKNOWN_COLLECTION(ErrorCategory.USER),
  /** A name addresses no vector field or attribute of the collection. */
  UNKNOWN_FIELD(ErrorCategory.USER),
  /** A request carries no or wrong credentials. */
  UNAUTHENTICATED(ErrorCategory.USER),
  /** The credentials do not allow the request. */
  FORBIDDEN(ErrorCategory.USER),
  /** A request or one of its parts is larger than its limit. */
  TOO_LARGE(ErrorCategory.USER),
  /** A collection of that name exists. */
  COLLECTION_EXISTS(ErrorCategory.CONFLICT),
  /** A newer stream of the same writer took over; what this one sent before was applied. */
  WRITER_REPLACED(ErrorCategory.CONFLICT),
  /** Another process holds the data directory. */
  DIRECTORY_IN_USE(ErrorCategory.CONFLICT),
  /** The address to listen on is taken. */
  ADDRESS_IN_USE(ErrorCategory.CONFLICT),
  /** The peer does not answer, is starting or is shutting down. */
  UNAVAILABLE(ErrorCategory.UNAVAILABLE),
  /** Too much is waiting, or a deadline passed before the request was started: try again later. */
  OVERLOADED(ErrorCategory.UNAVAILABLE),
  /** The store accepts reads only, because an earlier write to disk failed. */
  READ_ONLY(ErrorCategory.UNAVAILABLE),
  /** The connection broke or the deadline passed after a write was sent. */
  UNKNOWN_OUTCOME(ErrorCategory.UNKNOWN_OUTCOME),
  /** A stored file fails its checks. */
  DAMAGED_FILE(ErrorCategory.DAMAGED),
  /** A stored file was written by a release that is no longer read. */
  FORMAT_TOO_OLD(ErrorCategory.DAMAGED),
  /** A stored file was written by a newer release. */
  FORMAT_TOO_NEW(ErrorCategory.DAMAGED),
  /** Reading or writing storage failed. */
  STORAGE_FAILURE(ErrorCategory.UNAVAILABLE),
  /** A defect of the software. */
  INTERNAL(ErrorCategory.INTERNAL);

  private final ErrorCategory category;

  ErrorCode(ErrorCategory category) {
    this.category = category;
  }

  /** The category, which says what a caller can do. */
  public ErrorCategory category() {
    return category;
  }
}
