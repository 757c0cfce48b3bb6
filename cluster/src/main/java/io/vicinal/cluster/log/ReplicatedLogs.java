package io.vicinal.cluster.log;

import io.vicinal.api.ErrorCode;
import java.util.Set;
import java.util.UUID;

/** The replicated logs that have a replica on this node. Thread safe. */
public interface ReplicatedLogs extends AutoCloseable {
  /** The groups of which there is anything on the disk of this node. */
  Set<UUID> onDisk();

  /**
   * Opens a log, or creates an empty one, and begins to apply what is in it beyond {@link
   * ReplicatedStateMachine#applied}.
   *
   * @param group which log
   * @param name what it is for, for messages
   * @throws io.vicinal.api.VicinalException {@link ErrorCode#DAMAGED_FILE} when the log is damaged
   *     or lacks entries that the state machine does not have, be they {@link
   *     ReplicatedStateMachine#witnessed} or before others that are there, {@link
   *     ErrorCode#STORAGE_FAILURE} when it cannot be read or written
   */
  ReplicatedLog open(UUID group, String name, ReplicatedStateMachine machine);

  /** Deletes the log of a group from the disk of this node, which is closed first if it is open. */
  void delete(UUID group);

  /** Closes every log; idempotent. */
  @Override
  void close();
}
