package io.vicinal.core.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The first bytes of every binary file: what it is, in which version, and whose. Little-endian.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         magic (8 bytes)                       |
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                     kind (4 ASCII letters)                    |
 * +---------------------------------------------------------------+
 * |                            version                            |
 * +---------------------------------------------------------------+
 * |                 owner (UUID, 16 bytes as in text)             |
 * |                                                               |
 * |                                                               |
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                       reserved (zero)                         |
 * +---------------------------------------------------------------+
 * |                  CRC32C of the 36 bytes above                 |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>The header has a checksum of its own so that a reader can tell the three ways of not
 * understanding a file apart before it has read the rest: a flipped bit in the version is damage,
 * and not a file of the future. The layout of the header itself never changes; the magic stands for
 * it.
 *
 * @param kind what the file holds
 * @param version the version of that kind's format, from 1
 * @param owner the collection or segment that the file belongs to
 */
public record FileHeader(FileKind kind, int version, UUID owner) {
  /**
   * The letters VICN between bytes that a transfer would spoil: one above 127, a carriage return
   * and line feed, and the end-of-file of DOS. (The idea is PNG's.)
   */
  static final long MAGIC = 0x1A0A0D4E43495689L;

  static final int MAGIC_OFFSET = 0;
  static final int KIND_OFFSET = MAGIC_OFFSET + Long.BYTES;
  static final int VERSION_OFFSET = KIND_OFFSET + Integer.BYTES;
  static final int OWNER_OFFSET = VERSION_OFFSET + Integer.BYTES;
  static final int RESERVED_OFFSET = OWNER_OFFSET + 2 * Long.BYTES;
  static final int CHECKSUM_OFFSET = RESERVED_OFFSET + Integer.BYTES;

  /** The length of the header in bytes, a multiple of 8: what follows it is aligned. */
  public static final int LENGTH = CHECKSUM_OFFSET + Integer.BYTES;

  /** Checks the version. */
  public FileHeader {
    if (version < 1) {
      throw new IllegalArgumentException("format versions start at 1, found " + version);
    }
  }

  /** Writes the header as the first bytes of a file. */
  public void writeTo(ChecksummedOutput output) {
    if (output.position() != 0) {
      throw new IllegalStateException(
          "a header opens a file, but " + output.position() + " bytes are before it");
    }
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    encode(bytes);
    output.write(bytes.flip());
  }

  /** Puts the {@link #LENGTH} bytes of the header at the position of {@code target}. */
  public void encode(ByteBuffer target) {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(MAGIC_OFFSET, MAGIC);
    bytes.putInt(KIND_OFFSET, kind.code());
    bytes.putInt(VERSION_OFFSET, version);
    // Big-endian, this once: a hex dump then shows the owner as logs and directories do.
    bytes.putLong(OWNER_OFFSET, Long.reverseBytes(owner.getMostSignificantBits()));
    bytes.putLong(OWNER_OFFSET + Long.BYTES, Long.reverseBytes(owner.getLeastSignificantBits()));
    bytes.putInt(RESERVED_OFFSET, 0);
    bytes.putInt(CHECKSUM_OFFSET, checksum(bytes));
    target.put(bytes);
  }

  /**
   * Reads and checks the header at the position of {@code source}, and moves behind it.
   *
   * @param file where the bytes come from, for messages
   * @param expected the kind the file should have
   * @param supported the versions the caller reads
   * @throws DamagedFileException when the bytes are not a header, or not of that kind
   * @throws UnsupportedFormatException when they are, but the version is not supported
   */
  public static FileHeader decode(
      String file, ByteBuffer source, FileKind expected, FormatVersions supported) {
    if (source.remaining() < LENGTH) {
      throw new DamagedFileException(
          file, 0, "a header of " + LENGTH + " bytes", source.remaining() + " bytes");
    }
    ByteBuffer bytes = source.slice(source.position(), LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    check(file, MAGIC_OFFSET, "magic", MAGIC, bytes.getLong(MAGIC_OFFSET));
    check(file, CHECKSUM_OFFSET, "CRC32C", checksum(bytes), bytes.getInt(CHECKSUM_OFFSET));
    if (bytes.getInt(KIND_OFFSET) != expected.code()) {
      throw new DamagedFileException(
          file, KIND_OFFSET, "kind " + expected.letters(), letters(bytes.getInt(KIND_OFFSET)));
    }
    int version = bytes.getInt(VERSION_OFFSET);
    if (!supported.contains(version)) {
      throw new UnsupportedFormatException(file, VERSION_OFFSET, version, supported);
    }
    check(file, RESERVED_OFFSET, "reserved bytes", 0, bytes.getInt(RESERVED_OFFSET));
    UUID owner =
        new UUID(
            Long.reverseBytes(bytes.getLong(OWNER_OFFSET)),
            Long.reverseBytes(bytes.getLong(OWNER_OFFSET + Long.BYTES)));
    source.position(source.position() + LENGTH);
    return new FileHeader(expected, version, owner);
  }

  /**
   * Returns this header if it names that owner.
   *
   * @throws DamagedFileException when it names another: the file was put in the wrong place
   */
  public FileHeader requireOwner(String file, UUID expected) {
    if (!owner.equals(expected)) {
      throw new DamagedFileException(file, OWNER_OFFSET, "owner " + expected, "owner " + owner);
    }
    return this;
  }

  private static int checksum(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.slice(0, CHECKSUM_OFFSET));
    return (int) crc.getValue();
  }

  private static void check(String file, int offset, String field, long expected, long found) {
    if (expected != found) {
      throw new DamagedFileException(
          file, offset, field + " 0x" + Long.toHexString(expected), "0x" + Long.toHexString(found));
    }
  }

  private static String letters(int code) {
    for (FileKind kind : FileKind.values()) {
      if (kind.code() == code) {
        return "kind " + kind.letters();
      }
    }
    return "kind 0x" + HexFormat.of().toHexDigits(code);
  }
}
