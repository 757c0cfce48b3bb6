package io.vicinal.core.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * The last bytes of every binary file that is finished: how long it is, and the checksum of all
 * before. Little-endian.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           length of the file, this footer included            |
 * |                           (8 bytes)                           |
 * +---------------------------------------------------------------+
 * |         CRC32C of every byte of the file before this one      |
 * +---------------------------------------------------------------+
 * |                    magic (the letters VEOF)                   |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>The magic tells an unfinished or cut file from one whose content is damaged; the length tells
 * a file from the concatenation or the tail of one. Files of the log have no footer, because a log
 * is never finished: each of its records carries length and checksum instead.
 *
 * @param length the length of the file, this footer included
 * @param checksum the CRC32C of everything before the field
 */
record FileFooter(long length, int checksum) {
  static final int MAGIC = 0x464F4556;

  static final int LENGTH_OFFSET = 0;
  static final int CHECKSUM_OFFSET = LENGTH_OFFSET + Long.BYTES;
  static final int MAGIC_OFFSET = CHECKSUM_OFFSET + Integer.BYTES;

  /** The length of the footer in bytes. */
  static final int LENGTH = MAGIC_OFFSET + Integer.BYTES;

  /** Writes the footer of everything that was written to {@code output}; returns its checksum. */
  static int writeTo(ChecksummedOutput output) {
    output.putLong(output.position() + LENGTH);
    int checksum = output.checksum();
    output.putInt(checksum);
    output.putInt(MAGIC);
    return checksum;
  }

  /**
   * Reads the footer and checks its magic and length, so that a cut file is recognised before its
   * content is read. The checksum is for whoever reads that content.
   */
  static FileFooter read(ReadableFile file) {
    long fileLength = file.length();
    if (fileLength < FileHeader.LENGTH + LENGTH) {
      throw new DamagedFileException(
          file.location(),
          0,
          "at least " + (FileHeader.LENGTH + LENGTH) + " bytes of header and footer",
          fileLength + " bytes");
    }
    long start = fileLength - LENGTH;
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    file.read(start, bytes);
    int magic = bytes.getInt(MAGIC_OFFSET);
    if (magic != MAGIC) {
      throw new DamagedFileException(
          file.location(),
          start + MAGIC_OFFSET,
          "the footer of a finished file, with magic 0x" + HexFormat.of().toHexDigits(MAGIC),
          "0x" + HexFormat.of().toHexDigits(magic));
    }
    long length = bytes.getLong(LENGTH_OFFSET);
    if (length != fileLength) {
      throw new DamagedFileException(
          file.location(), start + LENGTH_OFFSET, "length " + fileLength, "length " + length);
    }
    return new FileFooter(length, bytes.getInt(CHECKSUM_OFFSET));
  }

  /** The first byte of the footer, where the content ends. */
  long start() {
    return length - LENGTH;
  }
}
