package io.vicinal.api;

/** The type of a collection's primary key, fixed when the collection is created. */
public enum IdType {
  /** A signed 64-bit integer. */
  INT64,
  /** A non-empty string of at most {@value RecordId#MAX_STRING_BYTES} bytes in UTF-8. */
  STRING
}
