package io.vicinal.core.io;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * Length and CRC32C of a file: what the document that names the file records about it.
 *
 * <p>Of a framed file it is the checksum that the footer has, of all bytes before that field. The
 * CRC32C of the whole file would be one and the same number for all framed files, because they end
 * with their own checksum: it would find a flipped bit, but not another file in the place of this
 * one.
 *
 * @param length of the file in bytes
 * @param crc32c of all bytes, or of a framed file that of its footer
 */
public record FileChecksum(long length, int crc32c) {
  private static final int BUFFER_LENGTH = 1 << 16;

  /** Reads a file without frame and computes its checksum. */
  public static FileChecksum of(StorageDirectory directory, String name) {
    return of(directory, name, 0);
  }

  /** Reads a framed file and computes the checksum that its footer should have. */
  public static FileChecksum ofFramed(StorageDirectory directory, String name) {
    return of(directory, name, FileFooter.LENGTH - FileFooter.CHECKSUM_OFFSET);
  }

  private static FileChecksum of(StorageDirectory directory, String name, int leftOut) {
    CRC32C crc = new CRC32C();
    try (ReadableFile file = directory.open(name)) {
      long length = file.length();
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_LENGTH);
      long end = length - leftOut;
      for (long position = 0; position < end; position += buffer.limit()) {
        buffer.clear().limit((int) Math.min(BUFFER_LENGTH, end - position));
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
   * Reads a file without frame and checks that it is the one this was recorded of.
   *
   * @throws DamagedFileException when it is not
   */
  public void verify(StorageDirectory directory, String name) {
    requireEqual(of(directory, name), directory, name);
  }

  /**
   * As {@link #verify}, for a framed file; that its footer has this checksum is for {@link
   * ChecksummedInput} to check.
   */
  public void verifyFramed(StorageDirectory directory, String name) {
    requireEqual(ofFramed(directory, name), directory, name);
  }

  private void requireEqual(FileChecksum found, StorageDirectory directory, String name) {
    if (!equals(found)) {
      throw new DamagedFileException(directory.location() + "/" + name, 0, "" + this, "" + found);
    }
  }

  @Override
  public String toString() {
    return length + " bytes with CRC32C " + hex();
  }
}
