package io.vicinal.core;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.engine.EngineOptions;
import io.vicinal.core.log.LogOptions;

/**
 * How an embedded database uses memory, threads and disk.
 *
 * @param log when acknowledged writes are durable, and how large the log's files are
 * @param maxGrowingRows rows of a collection in memory at which they are sealed, 1 or more
 * @param maxGrowingBytes bytes of a collection in memory at which they are sealed, 1 or more
 * @param keptManifests manifests of a collection on disk, the newest included, 1..1000
 * @param buildThreads threads that insert the vectors of a large batch, 1..256
 */
public record DatabaseOptions(
    LogOptions log,
    long maxGrowingRows,
    long maxGrowingBytes,
    int keptManifests,
    int buildThreads) {
  /** Durable acknowledgements; as many threads as there are processors. */
  public static final DatabaseOptions DEFAULT =
      new DatabaseOptions(
          LogOptions.DEFAULT,
          EngineOptions.DEFAULT_GROWING_ROWS,
          EngineOptions.DEFAULT_GROWING_BYTES,
          2,
          Math.min(256, Runtime.getRuntime().availableProcessors()));

  /** Refuses values outside the ranges above. */
  public DatabaseOptions {
    require(maxGrowingRows >= 1, "maxGrowingRows", maxGrowingRows, "1 or more");
    require(maxGrowingBytes >= 1, "maxGrowingBytes", maxGrowingBytes, "1 or more");
    require(keptManifests >= 1 && keptManifests <= 1000, "keptManifests", keptManifests, "1..1000");
    require(buildThreads >= 1 && buildThreads <= 256, "buildThreads", buildThreads, "1..256");
  }

  /** These options with another log. */
  public DatabaseOptions withLog(LogOptions other) {
    return new DatabaseOptions(other, maxGrowingRows, maxGrowingBytes, keptManifests, buildThreads);
  }

  /** These options with other limits of what is in memory. */
  public DatabaseOptions withGrowingLimits(long rows, long bytes) {
    return new DatabaseOptions(log, rows, bytes, keptManifests, buildThreads);
  }

  /** These options with another number of threads for building. */
  public DatabaseOptions withBuildThreads(int threads) {
    return new DatabaseOptions(log, maxGrowingRows, maxGrowingBytes, keptManifests, threads);
  }

  private static void require(boolean legal, String name, long value, String expected) {
    if (!legal) {
      throw new VicinalException(
          ErrorCode.INVALID_CONFIGURATION, name + " is " + value + "; expected " + expected);
    }
  }
}
