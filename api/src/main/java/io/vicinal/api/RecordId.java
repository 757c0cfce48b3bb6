package io.vicinal.api;

import java.nio.charset.StandardCharsets;

/** The primary key of a record: an integer or a string, as the collection's {@link IdType} says. */
public sealed interface RecordId extends Comparable<RecordId>, Example {
  /** The longest string key, in bytes of UTF-8. */
  int MAX_STRING_BYTES = 1024;

  /** An integer key. */
  static RecordId of(long value) {
    return new Int64(value);
  }

  /** A string key. */
  static RecordId of(String value) {
    return new Text(value);
  }

  /** Which of the two it is. */
  IdType type();

  /** {@inheritDoc} Integers sort by value and before strings; strings sort by code point. */
  @Override
  int compareTo(RecordId other);

  /** A key of type {@link IdType#INT64}. */
  record Int64(long value) implements RecordId {
    @Override
    public IdType type() {
      return IdType.INT64;
    }

    @Override
    public int compareTo(RecordId other) {
      return other instanceof Int64 that ? Long.compare(value, that.value) : -1;
    }

    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  /** A key of type {@link IdType#STRING}. */
  record Text(String value) implements RecordId {
    /** Refuses the empty string, strings over the limit and unpaired surrogates. */
    public Text {
      if (!Unicode.isWellFormed(value)) {
        throw new VicinalException(
            ErrorCode.INVALID_RECORD,
            "string id '" + value + "' has an unpaired surrogate; expected well-formed Unicode");
      }
      int bytes = value.getBytes(StandardCharsets.UTF_8).length;
      if (bytes == 0 || bytes > MAX_STRING_BYTES) {
        throw new VicinalException(
            ErrorCode.INVALID_RECORD,
            "a string id of " + bytes + " bytes; expected 1.." + MAX_STRING_BYTES);
      }
    }

    @Override
    public IdType type() {
      return IdType.STRING;
    }

    @Override
    public int compareTo(RecordId other) {
      return other instanceof Text that ? CodePointOrder.compare(value, that.value) : 1;
    }

    @Override
    public String toString() {
      return value;
    }
  }
}
