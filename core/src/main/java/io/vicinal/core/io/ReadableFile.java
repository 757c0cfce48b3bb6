package io.vicinal.core.io;

import java.nio.ByteBuffer;

/**
 * A file open for reading at any position; safe for use by several threads. An interrupt of the
 * calling thread does not disturb the file.
 */
public interface ReadableFile extends AutoCloseable {
  /** Where the file is, for messages. */
  String location();

  /** The length in bytes, now. */
  long length();

  /**
   * Fills {@code target} with the bytes from {@code position} on.
   *
   * @throws DamagedFileException when the file ends before {@code target} is full
   */
  void read(long position, ByteBuffer target);

  /**
   * Makes a part of the file addressable as memory, read-only and little-endian. The region stays
   * valid when this file is closed.
   *
   * @param length at most {@link Integer#MAX_VALUE}; map a larger file in pieces
   * @throws DamagedFileException when the file ends before the part does
   */
  MappedRegion map(long position, long length);

  @Override
  void close();
}
