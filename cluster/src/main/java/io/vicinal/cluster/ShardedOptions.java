package io.vicinal.cluster;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.cluster.ratis.RatisOptions;
import io.vicinal.core.engine.EngineOptions;
import java.time.Duration;

/**
 * How a sharded database uses memory, threads and disk.
 *
 * @param log how the replicated logs are kept
 * @param maxGrowingRows rows of a shard in memory at which they are sealed, 1 or more
 * @param maxGrowingBytes bytes of a shard in memory at which they are sealed, 1 or more
 * @param keptManifests manifests of a shard on disk, the newest included, 1..1000
 * @param maxReplayBytes bytes of entries at which what is in memory is sealed, so that a restart
 *     has no more to replay, 1 or more
 * @param maxReplayAge how long entries stay in memory before they are sealed, positive
 * @param maxWriteBytes bytes of writes to all shards together that wait for the logs on the heap, 1
 *     or more; a write beyond them is refused with OVERLOADED, unless it comes alone
 * @param buildThreads threads that insert the vectors of a large batch, 1..256
 * @param searchThreads threads that search shards beside that of the caller, 1..256
 */
public record ShardedOptions(
    RatisOptions log,
    long maxGrowingRows,
    long maxGrowingBytes,
    int keptManifests,
    long maxReplayBytes,
    Duration maxReplayAge,
    long maxWriteBytes,
    int buildThreads,
    int searchThreads) {
  /**
   * As many threads as there are processors, at most 256 MiB or 15 minutes to replay, a quarter of
   * the heap for writes.
   */
  public static final ShardedOptions DEFAULT =
      new ShardedOptions(
          RatisOptions.DEFAULT,
          EngineOptions.DEFAULT_GROWING_ROWS,
          EngineOptions.DEFAULT_GROWING_BYTES,
          2,
          256L << 20,
          Duration.ofMinutes(15),
          Runtime.getRuntime().maxMemory() / 4,
          processors(),
          processors());

  /** Refuses values outside the ranges above. */
  public ShardedOptions {
    require(maxGrowingRows >= 1, "maxGrowingRows", maxGrowingRows, "1 or more");
    require(maxGrowingBytes >= 1, "maxGrowingBytes", maxGrowingBytes, "1 or more");
    require(keptManifests >= 1 && keptManifests <= 1000, "keptManifests", keptManifests, "1..1000");
    require(maxReplayBytes >= 1, "maxReplayBytes", maxReplayBytes, "1 or more");
    require(
        !maxReplayAge.isNegative() && !maxReplayAge.isZero(),
        "maxReplayAge",
        maxReplayAge,
        "a positive duration");
    require(maxWriteBytes >= 1, "maxWriteBytes", maxWriteBytes, "1 or more");
    require(buildThreads >= 1 && buildThreads <= 256, "buildThreads", buildThreads, "1..256");
    require(searchThreads >= 1 && searchThreads <= 256, "searchThreads", searchThreads, "1..256");
  }

  /** These options with other logs. */
  public ShardedOptions withLog(RatisOptions other) {
    return new ShardedOptions(
        other,
        maxGrowingRows,
        maxGrowingBytes,
        keptManifests,
        maxReplayBytes,
        maxReplayAge,
        maxWriteBytes,
        buildThreads,
        searchThreads);
  }

  /** These options with other limits of what a shard has in memory. */
  public ShardedOptions withGrowingLimits(long rows, long bytes) {
    return new ShardedOptions(
        log,
        rows,
        bytes,
        keptManifests,
        maxReplayBytes,
        maxReplayAge,
        maxWriteBytes,
        buildThreads,
        searchThreads);
  }

  /** These options with other limits of what a restart has to replay. */
  public ShardedOptions withReplayLimits(long bytes, Duration age) {
    return new ShardedOptions(
        log,
        maxGrowingRows,
        maxGrowingBytes,
        keptManifests,
        bytes,
        age,
        maxWriteBytes,
        buildThreads,
        searchThreads);
  }

  /** These options with other numbers of threads. */
  public ShardedOptions withThreads(int building, int searching) {
    return new ShardedOptions(
        log,
        maxGrowingRows,
        maxGrowingBytes,
        keptManifests,
        maxReplayBytes,
        maxReplayAge,
        maxWriteBytes,
        building,
        searching);
  }

  private static int processors() {
    return Math.min(256, Runtime.getRuntime().availableProcessors());
  }

  private static void require(boolean legal, String name, Object value, String expected) {
    if (!legal) {
      throw new VicinalException(
          ErrorCode.INVALID_CONFIGURATION, name + " is " + value + "; expected " + expected);
    }
  }
}
