package io.vicinal.core.io;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * Length and CRC32C of a whole file: what the document that names a file without frame (an Arrow
 * file, a JSON document) records about it.
 *
 * @param length in bytes
 * @param crc32c of all bytes
 */
public record FileChecksum(long length, int crc32c) {
  private static final int BUFFER_LENGTH = 1 << 16;

  /** Reads a file and computes its checksum. */
  public static FileChecksum of(StorageDirectory directory, String name) {
    CRC32C crc = new CRC32C();
    try (ReadableFile file = directory.open(name)) {
      long length = file.length();
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_LENGTH);
      for (long position = 0; position < length; position += buffer.limit()) {
        buffer.clear().limit((int) Math.min(BUFFER_LENGTH, length - position));
        file.read(position, buffer);
        crc.update(buffer.flip());
      }
      return new FileChecksum(length, (int) crc.getValue());
    }
  }

  /** The checksum as eight hexadecimal digits, which is how JSON documents hold it. */
  public String hex() {
    return HexFormat.of().toHexDigits(crc32c);
  }

  /** The inverse of {@link #hex}. */
  public static FileChecksum ofHex(long length, String crc32c) {
    return new FileChecksum(length, HexFormat.fromHexDigits(crc32c));
  }

  /**
   * Reads a file and checks that it is the one this was recorded of.
   *
   * @throws DamagedFileException when it is not
   */
  public void verify(StorageDirectory directory, String name) {
    FileChecksum found = of(directory, name);
    if (!equals(found)) {
      throw new DamagedFileException(directory.location() + "/" + name, 0, "" + this, "" + found);
    }
  }

  @Override
  public String toString() {
    return length + " bytes with CRC32C " + hex();
  }
}
