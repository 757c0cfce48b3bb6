package io.vicinal.core.log;

import java.nio.ByteBuffer;

/** Receives the records of a log in the order of their sequence numbers. */
@FunctionalInterface
public interface LogConsumer {
  /**
   * Takes one record.
   *
   * @param sequence its sequence number
   * @param type what the payload is
   * @param payload the bytes, read-only and little-endian; they are valid during this call only
   */
  void accept(long sequence, LogRecordType type, ByteBuffer payload);
}
