package io.vicinal.core.log;

import io.vicinal.core.io.AppendableFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/**
 * Appends records to one file of a log. One thread at a time writes and closes; {@link #sync} may
 * run beside a write.
 *
 * <p>Header and payload are gathered in a buffer, so that a small record is one call of the system;
 * nothing is allocated for a record.
 */
final class LogFileWriter implements AutoCloseable {
  private static final int BUFFER_LENGTH = 1 << 16;

  private final AppendableFile file;
  private final LogFile header;
  private final LogChecksum checksum;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);

  LogFileWriter(AppendableFile file, LogFile header, UUID owner) {
    this.file = file;
    this.header = header;
    this.checksum = new LogChecksum(owner);
  }

  /** The length of the file, which is where the next record begins. */
  long length() {
    return file.length();
  }

  boolean hasRecords() {
    return length() > LogDescriptor.FILE_HEADER_LENGTH;
  }

  /**
   * Writes a record at the end of the file. After a failure a part of it may be there: {@link
   * #truncate} removes it.
   */
  void write(LogRecordType type, long sequence, long durableSequence, ByteBuffer[] payload) {
    int recordLength = LogDescriptor.RECORD_HEADER_LENGTH + remaining(payload);
    int padding = LogDescriptor.alignedLength(recordLength) - recordLength;
    buffer.clear();
    buffer.putInt(LogDescriptor.LENGTH_OFFSET, recordLength);
    buffer.putInt(LogDescriptor.EPOCH_OFFSET, header.epoch());
    buffer.putShort(LogDescriptor.TYPE_OFFSET, type.code());
    buffer.putShort(LogDescriptor.RESERVED_OFFSET, (short) 0);
    buffer.putLong(LogDescriptor.SEQUENCE_OFFSET, sequence);
    buffer.putLong(LogDescriptor.DURABLE_SEQUENCE_OFFSET, durableSequence);
    buffer.putInt(LogDescriptor.CHECKSUM_OFFSET, checksum.of(buffer, payload, padding));
    buffer.position(LogDescriptor.RECORD_HEADER_LENGTH);
    for (ByteBuffer part : payload) {
      gather(part);
    }
    if (buffer.remaining() < padding) {
      drain();
    }
    for (int i = 0; i < padding; i++) {
      buffer.put((byte) 0);
    }
    drain();
  }

  /** Cuts the file to what it was before a failed write. */
  void truncate(long length) {
    file.truncate(length);
  }

  void sync() {
    file.sync();
  }

  @Override
  public void close() {
    file.close();
  }

  static int remaining(ByteBuffer[] payload) {
    int sum = 0;
    for (ByteBuffer part : payload) {
      sum = Math.addExact(sum, part.remaining());
    }
    return sum;
  }

  private void gather(ByteBuffer part) {
    for (int from = part.position(); from < part.limit(); ) {
      if (!buffer.hasRemaining()) {
        drain();
      }
      int n = Math.min(buffer.remaining(), part.limit() - from);
      buffer.put(buffer.position(), part, from, n);
      buffer.position(buffer.position() + n);
      from += n;
    }
  }

  private void drain() {
    file.write(buffer.flip());
    buffer.clear();
  }
}
