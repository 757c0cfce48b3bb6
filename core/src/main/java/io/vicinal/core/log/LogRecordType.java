package io.vicinal.core.log;

import org.jspecify.annotations.Nullable;

/** What the payload of a record is. The log does not look into it. */
public enum LogRecordType {
  /** One batch of changes, atomic: records to insert or to replace, and ids to delete. */
  WRITE_BATCH(1),
  /** As {@link #WRITE_BATCH}, with ids to delete only. It is read; nothing writes it. */
  DELETE_BATCH(2);

  private final short code;

  LogRecordType(int code) {
    this.code = (short) code;
  }

  /** The number in the file. Numbers are never changed and never used again. */
  short code() {
    return code;
  }

  /** The type with that number, or null: a newer release wrote it. */
  static @Nullable LogRecordType ofCode(short code) {
    return switch (code) {
      case 1 -> WRITE_BATCH;
      case 2 -> DELETE_BATCH;
      default -> null;
    };
  }
}
