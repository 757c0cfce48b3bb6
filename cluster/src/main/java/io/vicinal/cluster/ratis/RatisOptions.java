package io.vicinal.cluster.ratis;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;

/**
 * How Ratis keeps logs on this node.
 *
 * @param maxEntryBytes the largest entry, 64 KiB..64 MiB. Each log, idle or not, holds a buffer of
 *     this size outside of the heap
 * @param segmentBytes the size of a file of a log, at least {@code maxEntryBytes}; a log is trimmed
 *     by whole files
 */
public record RatisOptions(int maxEntryBytes, int segmentBytes) {
  /** Entries up to 4 MiB, files of 16 MiB. */
  public static final RatisOptions DEFAULT = new RatisOptions(4 << 20, 16 << 20);

  private static final int LEAST_ENTRY = 64 << 10;
  private static final int MOST_ENTRY = 64 << 20;

  /** Refuses values outside the ranges above. */
  public RatisOptions {
    if (maxEntryBytes < LEAST_ENTRY || maxEntryBytes > MOST_ENTRY) {
      throw new VicinalException(
          ErrorCode.INVALID_CONFIGURATION,
          "maxEntryBytes is " + maxEntryBytes + "; expected " + LEAST_ENTRY + ".." + MOST_ENTRY);
    }
    if (segmentBytes < maxEntryBytes) {
      throw new VicinalException(
          ErrorCode.INVALID_CONFIGURATION,
          "segmentBytes is " + segmentBytes + "; expected at least maxEntryBytes " + maxEntryBytes);
    }
  }
}
