package io.vicinal.core.io;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * A file that grows at its end.
 *
 * <p>One thread at a time writes, truncates and closes; {@link #sync} may run beside a write, and
 * then covers what was written before it was called. An interrupt of the calling thread does not
 * disturb the file. Failures are as {@link StorageDirectory} says, never an {@code IOException}.
 */
public interface AppendableFile extends WritableByteChannel {
  /** Where the file is, for messages. */
  String location();

  /** The length in bytes, with all that was written. */
  long length();

  /**
   * Writes all remaining bytes at the end; returns how many. A failure may leave a part of them.
   */
  @Override
  int write(ByteBuffer source);

  /** Cuts the file to a length, which must not exceed the present one. */
  void truncate(long length);

  /**
   * Makes bytes and length durable. After a failure nothing is known about the bytes written since
   * the last success, and calling again proves nothing: the operating system may report an error
   * once and then forget the pages (Rebello et al., "Can Applications Recover from fsync
   * Failures?", USENIX ATC 2020).
   */
  void sync();

  @Override
  boolean isOpen();

  /** Closes the file without syncing it; does nothing the second time. */
  @Override
  void close();
}
