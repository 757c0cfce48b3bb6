package io.vicinal.core.engine;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.VarCharVector;

/** Whether the bytes of a text column are UTF-8, which Arrow does not ask. For one thread. */
final class Utf8Check {
  private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

  private final VarCharVector column;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

  Utf8Check(VarCharVector column) {
    this.column = column;
  }

  /** Whether the column is ASCII, which is UTF-8, from its first value to its last. */
  static boolean isAscii(VarCharVector column) {
    int values = column.getValueCount();
    return values == 0
        || isAscii(bytes(column, column.getStartOffset(0), column.getEndOffset(values - 1)));
  }

  /** Whether a value, which is not null, is UTF-8. */
  boolean isWellFormed(int row) {
    ByteBuffer value = bytes(column, column.getStartOffset(row), column.getEndOffset(row));
    if (isAscii(value)) {
      return true;
    }
    try {
      decoder.decode(value);
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Eight bytes at a time; their order does not matter. */
  private static boolean isAscii(ByteBuffer bytes) {
    int at = bytes.position();
    for (; at <= bytes.limit() - Long.BYTES; at += Long.BYTES) {
      if ((bytes.getLong(at) & NOT_ASCII) != 0) {
        return false;
      }
    }
    for (; at < bytes.limit(); at++) {
      if (bytes.get(at) < 0) {
        return false;
      }
    }
    return true;
  }

  private static ByteBuffer bytes(VarCharVector column, int start, int end) {
    return column.getDataBuffer().nioBuffer(start, end - start);
  }
}
