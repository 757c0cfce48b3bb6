package io.vicinal.core.log;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;

/**
 * The settings of a log.
 *
 * @param syncPolicy what an acknowledgement is worth
 * @param fileBytes the size at which a new file is begun, 4 KiB to 1 GiB; a record that is larger
 *     has a file to itself
 * @param maxPayloadBytes the largest payload of a record, 1 byte to 255 MiB
 */
public record LogOptions(SyncPolicy syncPolicy, long fileBytes, int maxPayloadBytes) {
  private static final long MIN_FILE_BYTES = 4L << 10;
  private static final long MAX_FILE_BYTES = 1L << 30;
  private static final int MAX_PAYLOAD_BYTES = 255 << 20;

  /** Sync always, files of 64 MiB, payloads up to 64 MiB. */
  public static final LogOptions DEFAULT = new LogOptions(SyncPolicy.ALWAYS, 64L << 20, 64 << 20);

  /** Checks the ranges. */
  public LogOptions {
    requireRange("fileBytes", fileBytes, MIN_FILE_BYTES, MAX_FILE_BYTES);
    requireRange("maxPayloadBytes", maxPayloadBytes, 1, MAX_PAYLOAD_BYTES);
  }

  /** The same with another sync policy. */
  public LogOptions withSyncPolicy(SyncPolicy policy) {
    return new LogOptions(policy, fileBytes, maxPayloadBytes);
  }

  /** The same with another size of files. */
  public LogOptions withFileBytes(long bytes) {
    return new LogOptions(syncPolicy, bytes, maxPayloadBytes);
  }

  /** The same with another largest payload. */
  public LogOptions withMaxPayloadBytes(int bytes) {
    return new LogOptions(syncPolicy, fileBytes, bytes);
  }

  private static void requireRange(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new VicinalException(
          ErrorCode.INVALID_CONFIGURATION,
          "expected log option " + name + " from " + min + " to " + max + ", found " + value);
    }
  }
}
