package io.vicinal.core.io;

import java.nio.ByteBuffer;

/**
 * A part of a file, mapped into memory.
 *
 * <p>Reading the buffer after {@link #close} can crash the process: who shares a region counts its
 * readers and closes it after the last.
 */
public interface MappedRegion extends AutoCloseable {
  /** The bytes: a direct, read-only, little-endian buffer from 0 to the length of the region. */
  ByteBuffer buffer();

  /** Unmaps the region now rather than when the collector finds it; harmless the second time. */
  @Override
  void close();
}
