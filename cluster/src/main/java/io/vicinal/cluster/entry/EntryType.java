package io.vicinal.cluster.entry;

import java.util.Optional;

/** What an entry does. The codes are a part of the format and are never used again. */
public enum EntryType {
  /** Changes records of a shard: each part is a batch of writes, an Arrow record batch message. */
  WRITE(1),
  /**
   * A slice of an entry that is too large for the log: one part says which, the other is the slice;
   * see {@link EntrySlices}.
   */
  SLICE(2),
  /** Creates a collection: one part, a JSON object with its UUID and its specification. */
  CREATE_COLLECTION(3),
  /** Drops a collection: one part, a JSON object with its number. */
  DROP_COLLECTION(4);

  private final int code;

  EntryType(int code) {
    this.code = code;
  }

  /** What stands for it in an entry. */
  public int code() {
    return code;
  }

  static Optional<EntryType> of(int code) {
    for (EntryType type : values()) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
