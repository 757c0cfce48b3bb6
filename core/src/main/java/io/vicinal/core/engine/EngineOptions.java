package io.vicinal.core.engine;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.util.concurrent.Executor;

/**
 * How a collection engine uses memory, threads and disk.
 *
 * @param maxGrowingRows rows in memory at which the growing segment is sealed, 1 or more
 * @param maxGrowingBytes bytes in memory at which it is sealed, 1 or more
 * @param keptManifests manifests on disk, the newest included, 1..1000
 * @param buildThreads threads that insert the vectors of a large batch, 1..256
 * @param buildExecutor where all but one of them run, as far as it has threads free
 * @param sealExecutor where growing segments are sealed; writes wait while it is late
 * @param mergeExecutor where segments are merged and searches tried, which can take minutes:
 *     nothing else may wait for its threads
 */
public record EngineOptions(
    long maxGrowingRows,
    long maxGrowingBytes,
    int keptManifests,
    int buildThreads,
    Executor buildExecutor,
    Executor sealExecutor,
    Executor mergeExecutor) {
  /** Rows at which a growing segment is sealed, unless chosen otherwise. */
  public static final long DEFAULT_GROWING_ROWS = 250_000;

  /** Bytes at which a growing segment is sealed, unless chosen otherwise. */
  public static final long DEFAULT_GROWING_BYTES = 1L << 30;

  /** Refuses values outside the ranges above. */
  public EngineOptions {
    require(maxGrowingRows >= 1, "maxGrowingRows", maxGrowingRows, "1 or more");
    require(maxGrowingBytes >= 1, "maxGrowingBytes", maxGrowingBytes, "1 or more");
    require(keptManifests >= 1 && keptManifests <= 1000, "keptManifests", keptManifests, "1..1000");
    require(buildThreads >= 1 && buildThreads <= 256, "buildThreads", buildThreads, "1..256");
  }

  /**
   * The defaults: thresholds as above, two manifests.
   *
   * @param buildThreads threads that insert the vectors of a large batch
   * @param buildExecutor has all but one of them
   * @param sealExecutor seals growing segments
   * @param mergeExecutor merges segments
   */
  public static EngineOptions of(
      int buildThreads, Executor buildExecutor, Executor sealExecutor, Executor mergeExecutor) {
    return new EngineOptions(
        DEFAULT_GROWING_ROWS,
        DEFAULT_GROWING_BYTES,
        2,
        buildThreads,
        buildExecutor,
        sealExecutor,
        mergeExecutor);
  }

  /** Everything by the calling thread: for tests and small tools. */
  public static EngineOptions singleThreaded() {
    return of(1, Runnable::run, Runnable::run, Runnable::run);
  }

  /** These options with other thresholds for the growing segment. */
  public EngineOptions withGrowingLimits(long rows, long bytes) {
    return new EngineOptions(
        rows, bytes, keptManifests, buildThreads, buildExecutor, sealExecutor, mergeExecutor);
  }

  private static void require(boolean legal, String name, long value, String expected) {
    if (!legal) {
      throw new VicinalException(
          ErrorCode.INVALID_CONFIGURATION, name + " is " + value + "; expected " + expected);
    }
  }
}
