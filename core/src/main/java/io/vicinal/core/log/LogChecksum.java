package io.vicinal.core.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The checksum of records: CRC32C of the owner's 16 bytes, which the record does not repeat, and of
 * the record from its length to the end of its padding. With the owner in it, a block that belongs
 * to the log of another collection and was written or read in the wrong place is not a record here.
 *
 * <p>For one thread at a time.
 */
final class LogChecksum {
  private static final byte[] ZEROS = new byte[LogDescriptor.RECORD_ALIGNMENT];

  private final CRC32C crc = new CRC32C();
  private final byte[] owner;

  LogChecksum(UUID owner) {
    this.owner =
        ByteBuffer.allocate(2 * Long.BYTES)
            .order(ByteOrder.BIG_ENDIAN)
            .putLong(owner.getMostSignificantBits())
            .putLong(owner.getLeastSignificantBits())
            .array();
  }

  /** Of a record in parts: its header at the start of a heap buffer, its payload, its padding. */
  int of(ByteBuffer header, ByteBuffer[] payload, int padding) {
    crc.reset();
    crc.update(owner);
    crc.update(
        header.array(),
        header.arrayOffset() + LogDescriptor.LENGTH_OFFSET,
        LogDescriptor.RECORD_HEADER_LENGTH - LogDescriptor.LENGTH_OFFSET);
    for (ByteBuffer part : payload) {
      int position = part.position();
      crc.update(part);
      part.position(position);
    }
    crc.update(ZEROS, 0, padding);
    return (int) crc.getValue();
  }

  /** Of a whole record at an index of a heap buffer. */
  int of(ByteBuffer source, int index, int alignedLength) {
    crc.reset();
    crc.update(owner);
    crc.update(
        source.array(),
        source.arrayOffset() + index + LogDescriptor.LENGTH_OFFSET,
        alignedLength - LogDescriptor.LENGTH_OFFSET);
    return (int) crc.getValue();
  }
}
