package io.vicinal.core.log;

import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.ReadableFile;
import io.vicinal.core.io.StorageDirectory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the records of one file of a log. For one thread.
 *
 * <p>{@link #next} moves to a record or finds out why there is none: then {@link #fault} says what
 * is wrong, and the caller decides whether this is the torn end of the log or damage.
 */
final class LogFileReader implements AutoCloseable {
  private static final int WINDOW_LENGTH = 1 << 16;

  private final ReadableFile file;
  private final LogFile header;
  private final LogChecksum checksum;
  private final long end;

  /** The part of the file that is in memory: {@code window.limit()} bytes from this offset on. */
  private long windowStart;

  private ByteBuffer window = emptyWindow(WINDOW_LENGTH);

  private long position = LogDescriptor.FILE_HEADER_LENGTH;
  private long nextSequence;
  private int record;
  private @Nullable DamagedFileException fault;

  private LogFileReader(ReadableFile file, LogFile header, UUID owner, long end) {
    this.file = file;
    this.header = header;
    this.checksum = new LogChecksum(owner);
    this.end = end;
    this.nextSequence = header.firstSequence();
  }

  /** A reader of a whole file, before its first record. */
  static LogFileReader open(StorageDirectory directory, LogFile header, UUID owner) {
    return open(directory, header, owner, directory.length(header.name()));
  }

  /** A reader of a file that others may be writing, up to an offset where its records are whole. */
  static LogFileReader open(StorageDirectory directory, LogFile header, UUID owner, long end) {
    return new LogFileReader(directory.open(header.name()), header, owner, end);
  }

  /** Moves to the next record; false at the end of the file and at a fault. */
  boolean next() {
    if (position == end) {
      return false;
    }
    fault = faultAt(position);
    if (fault != null) {
      return false;
    }
    record = index(position);
    position += LogDescriptor.alignedLength(window.getInt(record + LogDescriptor.LENGTH_OFFSET));
    nextSequence++;
    return true;
  }

  /** Why {@link #next} found no record before the end of the file; null if it did not stop. */
  @Nullable DamagedFileException fault() {
    return fault;
  }

  /** Where the file is, for messages. */
  String location() {
    return file.location();
  }

  /** Where the next record begins: behind the last one that {@link #next} moved to. */
  long position() {
    return position;
  }

  /** How many bytes follow there. */
  long remaining() {
    return end - position;
  }

  /** Where the present record begins. */
  long recordOffset() {
    return windowStart + record;
  }

  /** The sequence number that the next record has. */
  long nextSequence() {
    return nextSequence;
  }

  /** The sequence number of the present record. */
  long sequence() {
    return window.getLong(record + LogDescriptor.SEQUENCE_OFFSET);
  }

  /** The number of the present record's type. */
  short typeCode() {
    return window.getShort(record + LogDescriptor.TYPE_OFFSET);
  }

  /** The payload of the present record, valid until the next call of {@link #next}. */
  ByteBuffer payload() {
    int length = window.getInt(record + LogDescriptor.LENGTH_OFFSET);
    return window
        .slice(
            record + LogDescriptor.RECORD_HEADER_LENGTH,
            length - LogDescriptor.RECORD_HEADER_LENGTH)
        .asReadOnlyBuffer()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Whether the fault is damage, and not where a torn write ended. It is damage when
   *
   * <ul>
   *   <li>an intact record of this epoch is there, but not the right one: no torn write makes that;
   *   <li>or a later record was written after the one missing here had been synced: its bytes were
   *       on the disk once.
   * </ul>
   *
   * <p>A later record alone proves nothing. A power failure may keep it and lose the one before it,
   * when neither was synced.
   */
  boolean isDamage() {
    for (long at = position; end - at >= LogDescriptor.RECORD_HEADER_LENGTH; ) {
      if (isWitness(at)) {
        return true;
      }
      at += LogDescriptor.RECORD_ALIGNMENT;
    }
    return false;
  }

  private boolean isWitness(long at) {
    load(at, LogDescriptor.RECORD_HEADER_LENGTH);
    int index = index(at);
    long durable = window.getLong(index + LogDescriptor.DURABLE_SEQUENCE_OFFSET);
    // The cheap tests first: this runs at every eighth byte, and almost none is a record.
    return window.getInt(index + LogDescriptor.EPOCH_OFFSET) == header.epoch()
        && (at == position || durable >= nextSequence)
        && lengthFault(at) == null
        && checksumFault(at) == null;
  }

  private @Nullable DamagedFileException faultAt(long at) {
    if (end - at < LogDescriptor.RECORD_HEADER_LENGTH) {
      return fault(
          at,
          "a record header of " + LogDescriptor.RECORD_HEADER_LENGTH + " bytes",
          (end - at) + " bytes");
    }
    load(at, LogDescriptor.RECORD_HEADER_LENGTH);
    DamagedFileException lengthFault = lengthFault(at);
    if (lengthFault != null) {
      return lengthFault;
    }
    DamagedFileException checksumFault = checksumFault(at);
    return checksumFault != null ? checksumFault : fieldFault(at);
  }

  private @Nullable DamagedFileException lengthFault(long at) {
    int length = window.getInt(index(at) + LogDescriptor.LENGTH_OFFSET);
    long longest = Math.min(end - at, LogDescriptor.MAX_RECORD_LENGTH);
    boolean legal =
        length >= LogDescriptor.RECORD_HEADER_LENGTH
            && length <= longest
            && LogDescriptor.alignedLength(length) <= longest;
    return legal
        ? null
        : fault(
            at + LogDescriptor.LENGTH_OFFSET,
            "a record length from " + LogDescriptor.RECORD_HEADER_LENGTH + " to " + longest,
            Integer.toString(length));
  }

  private @Nullable DamagedFileException checksumFault(long at) {
    int length = window.getInt(index(at) + LogDescriptor.LENGTH_OFFSET);
    int alignedLength = LogDescriptor.alignedLength(length);
    load(at, alignedLength);
    int index = index(at);
    int expected = checksum.of(window, index, alignedLength);
    int found = window.getInt(index + LogDescriptor.CHECKSUM_OFFSET);
    return expected == found
        ? null
        : fault(
            at + LogDescriptor.CHECKSUM_OFFSET,
            "CRC32C 0x" + HexFormat.of().toHexDigits(expected),
            "0x" + HexFormat.of().toHexDigits(found));
  }

  /** What an intact record says about itself; the checksum cannot tell one from the right one. */
  private @Nullable DamagedFileException fieldFault(long at) {
    int index = index(at);
    int epoch = window.getInt(index + LogDescriptor.EPOCH_OFFSET);
    if (epoch != header.epoch()) {
      return fault(at + LogDescriptor.EPOCH_OFFSET, "epoch " + header.epoch(), "epoch " + epoch);
    }
    long sequence = window.getLong(index + LogDescriptor.SEQUENCE_OFFSET);
    if (sequence != nextSequence) {
      return fault(
          at + LogDescriptor.SEQUENCE_OFFSET, "sequence " + nextSequence, "sequence " + sequence);
    }
    long durable = window.getLong(index + LogDescriptor.DURABLE_SEQUENCE_OFFSET);
    if (durable >= sequence) {
      return fault(
          at + LogDescriptor.DURABLE_SEQUENCE_OFFSET,
          "a durable sequence less than " + sequence,
          Long.toString(durable));
    }
    short reserved = window.getShort(index + LogDescriptor.RESERVED_OFFSET);
    return reserved == 0
        ? null
        : fault(at + LogDescriptor.RESERVED_OFFSET, "reserved zeros", Short.toString(reserved));
  }

  private DamagedFileException fault(long offset, String expected, String found) {
    return new DamagedFileException(file.location(), offset, expected, found);
  }

  private int index(long offset) {
    return (int) (offset - windowStart);
  }

  private void load(long offset, int count) {
    if (offset >= windowStart && offset + count <= windowStart + window.limit()) {
      return;
    }
    if (count > window.capacity()) {
      window = emptyWindow(Math.max(count, 2 * window.capacity()));
    }
    window.clear().limit((int) Math.min(window.capacity(), end - offset));
    file.read(offset, window);
    window.flip();
    windowStart = offset;
  }

  private static ByteBuffer emptyWindow(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  }

  @Override
  public void close() {
    file.close();
  }
}
