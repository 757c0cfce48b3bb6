package io.vicinal.server.metrics;

import java.util.Locale;

/** What can be asked of a database, whatever the protocol. */
public enum Operation {
  /** A batch of upserts and deletes. */
  WRITE,
  /** Records by id. */
  GET,
  /** One query, or several that are fused. */
  SEARCH,
  /** A scan, from opening to closing. */
  SCAN,
  /** Sealing what is in memory. */
  FLUSH,
  /** A new collection. */
  CREATE_COLLECTION,
  /** The end of one. */
  DROP_COLLECTION;

  /** The value of the label {@code operation}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
