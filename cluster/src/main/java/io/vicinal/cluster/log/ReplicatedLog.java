package io.vicinal.cluster.log;

import io.vicinal.api.ErrorCode;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** A log of entries that a group of nodes agree on, as seen by one of them. Thread safe. */
public interface ReplicatedLog extends AutoCloseable {
  /**
   * Appends an entry. Entries that one thread submits one after the other are in the log in that
   * order.
   *
   * @param entry at most {@link #maxEntryBytes} long; not changed until the future is complete
   * @return completes after the entry is durable on a quorum and applied here; with a {@link
   *     io.vicinal.api.VicinalException} otherwise: {@link ErrorCode#READ_ONLY} or {@link
   *     ErrorCode#UNAVAILABLE} when it had no effect, {@link ErrorCode#UNKNOWN_OUTCOME} when it may
   *     be in the log all the same
   */
  CompletableFuture<Applied> submit(ByteBuffer entry);

  /** The largest entry. */
  int maxEntryBytes();

  /**
   * Completes when the group has a leader and all that was in the log before is applied here; with
   * a {@link io.vicinal.api.VicinalException} when that fails.
   */
  CompletableFuture<Void> ready();

  /** How the log is doing. */
  LogStatus status();

  /**
   * What it needs of the disk, which is asked.
   *
   * @throws io.vicinal.api.VicinalException {@link ErrorCode#STORAGE_FAILURE} if that cannot be
   *     read
   */
  LogStorage storage();

  /**
   * Lets go of entries up to what the state machine says is durable, in the background; keeps what
   * it finds useful to keep.
   */
  void trim();

  /** Takes no more entries, and returns when none is being applied; idempotent. */
  @Override
  void close();
}
