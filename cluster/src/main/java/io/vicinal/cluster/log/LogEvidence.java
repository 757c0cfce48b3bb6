package io.vicinal.cluster.log;

import io.vicinal.core.io.DamagedFileException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * What is known of a replicated log by other files than its own, and what must be in it for that
 * reason. Whoever opens a log, and whoever checks one that is not open, goes by the same rules.
 *
 * @param applied the last entry whose effect is durable without the log, 0 if there is none
 * @param witnessed an entry that the log has had; see {@link ReplicatedStateMachine#witnessed}
 */
public record LogEvidence(long applied, OptionalLong witnessed) {
  /** What a state machine knows that is about to be given the entries of its log. */
  public static LogEvidence of(ReplicatedStateMachine machine) {
    return new LogEvidence(machine.applied().sequenceNumber(), machine.witnessed());
  }

  /**
   * Refuses a log beside which there is no manifest. A new shard gets its manifest before it gets
   * its log, so the manifest is lost.
   *
   * @param onDisk the groups of which there is a log
   * @param manifest where the manifest would be
   * @throws DamagedFileException when the group has a log
   */
  public static void requireNoLog(UUID group, Set<UUID> onDisk, String manifest) {
    if (onDisk.contains(group)) {
      throw new DamagedFileException(manifest, 0, "a manifest beside the log " + group, "none");
    }
  }

  /**
   * Refuses that there is no log where there was one.
   *
   * @param onDisk the groups of which there is a log
   * @param log the name of the log, or where it would be
   * @param location where the evidence is
   * @throws DamagedFileException when the log has had entries, and there is none
   */
  public void requireLog(UUID group, Set<UUID> onDisk, String log, String location) {
    boolean hadLog = witnessed.isPresent() || applied > 0;
    if (hadLog && !onDisk.contains(group)) {
      throw new DamagedFileException(
          log, 0, "the log " + group + ", which has had entries by word of " + location, "none");
    }
  }

  /**
   * Refuses a log that lacks entries at its end or at its beginning.
   *
   * @param log where its files are
   * @param first the entry with which they begin, 0 if there are none
   * @param last the entry with which they end, -1 if there are none
   * @throws DamagedFileException when an entry is missing that is not applied
   */
  public void requireComplete(String log, long first, long last) {
    // Where nothing is applied the log must have its own first entry, whose number is 0.
    long known = applied > 0 ? Math.max(last, applied) : last;
    if (witnessed.isPresent() && known < witnessed.getAsLong()) {
      throw new DamagedFileException(
          log,
          0,
          "a log with entry "
              + witnessed.getAsLong()
              + ", which was durable by word of the shard's log.json",
          last < 0 ? "one without entries" : "one that ends with entry " + last);
    }
    if (!isAhead(last) && first > applied + 1) {
      throw new DamagedFileException(
          log, 0, "entries from " + (applied + 1) + " on", "the first is " + first);
    }
  }

  /**
   * Whether a log that ends with an entry ends before what is applied. Nothing in it is needed
   * then: opening deletes its files, and it begins anew behind what is applied.
   */
  public boolean isAhead(long last) {
    return last < applied;
  }
}
