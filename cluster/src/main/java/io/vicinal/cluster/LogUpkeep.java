package io.vicinal.cluster;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.cluster.log.ReplicatedLog;
import io.vicinal.core.engine.CollectionEngine;
import io.vicinal.core.log.LogPosition;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the log of a shard short: lets go of entries when the engine has them on disk, and has it
 * bring them there when they have become too many bytes, or too old, for the next restart to
 * replay.
 *
 * <p>Entries that add no rows never fill a segment: a count of rows alone would let a log of
 * deletes grow for ever. For one thread.
 */
final class LogUpkeep {
  private static final Logger logger = LoggerFactory.getLogger(LogUpkeep.class);

  private static final long RETRY_NANOS = Duration.ofMinutes(1).toNanos();

  private final String name;
  private final CollectionEngine engine;
  private final ReplicatedLog log;
  private final LongSupplier appliedBytes;
  private final long maxBytes;
  private final Duration maxAge;
  private LogPosition seen;
  private LogPosition trimmed = LogPosition.START;
  private long bytesThen;
  private long since;
  private long notBefore;

  /**
   * The upkeep of a shard that was just opened.
   *
   * @param appliedBytes the bytes of all entries applied beyond the present durable position
   * @param now a time in nanoseconds, as of {@link System#nanoTime}
   */
  LogUpkeep(
      String name,
      CollectionEngine engine,
      ReplicatedLog log,
      LongSupplier appliedBytes,
      ShardedOptions options,
      long now) {
    this.name = name;
    this.engine = engine;
    this.log = log;
    this.appliedBytes = appliedBytes;
    this.maxBytes = options.maxReplayBytes();
    this.maxAge = options.maxReplayAge();
    this.seen = engine.durable();
    this.since = now;
    this.notBefore = now;
  }

  /**
   * Does what is due at a time in nanoseconds. It does not throw, because other shards are to have
   * their turn: what fails is logged, and is tried again when it is due again.
   */
  void run(long now) {
    try {
      keepShort(now);
    } catch (Throwable e) {
      logger.error("the upkeep of the log of {} failed and will be tried again", name, e);
    }
  }

  private void keepShort(long now) {
    LogPosition durable = engine.durable();
    if (!durable.equals(seen) || durable.equals(engine.applied())) {
      // What was applied while a segment was sealed is counted as if it were in it.
      seen = durable;
      bytesThen = appliedBytes.getAsLong();
      since = now;
    } else if (isDue(now)) {
      checkpoint(now);
    }
    if (engine.durable().isAfter(trimmed)) {
      trimmed = engine.durable();
      log.trim();
    }
  }

  private boolean isDue(long now) {
    boolean due = appliedBytes.getAsLong() - bytesThen > maxBytes || now - since > maxAge.toNanos();
    return due && now - notBefore >= 0 && log.status().failure().isEmpty();
  }

  private void checkpoint(long now) {
    try {
      engine.checkpoint();
    } catch (RuntimeException | Error e) {
      if (e instanceof VicinalException known && known.code() == ErrorCode.UNKNOWN_COLLECTION) {
        logger.debug("sealing {} ended because it was dropped", name, e);
        return;
      }
      // Nothing is lost: the log still has the entries.
      notBefore = now + RETRY_NANOS;
      logger.error("sealing {} failed and will be tried again in a minute", name, e);
    }
  }
}
