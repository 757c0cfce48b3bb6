package io.vicinal.cluster;

import io.vicinal.cluster.log.LogEvidence;
import io.vicinal.cluster.ratis.RatisLogInspection;
import io.vicinal.core.check.Examination;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Checks the logs of a node that nobody has open. For one thread. */
final class LogCheck {
  private final Examination examination;
  private final Path logs;
  private final Set<UUID> onDisk;

  private LogCheck(Examination examination, Path logs, Set<UUID> onDisk) {
    this.examination = examination;
    this.logs = logs;
    this.onDisk = onDisk;
  }

  /**
   * A check of the logs in a directory, which need not be there.
   *
   * @return empty when it cannot be listed, which is reported
   */
  static Optional<LogCheck> of(Examination examination, Path logs, String remedy) {
    return examination
        .read(logs.toString(), remedy, () -> RatisLogInspection.onDisk(logs))
        .map(onDisk -> new LogCheck(examination, logs, onDisk));
  }

  /** The groups of which there is a log. */
  Set<UUID> onDisk() {
    return onDisk;
  }

  /** Where the log of a group is. */
  String location(UUID group) {
    return logs.resolve(group.toString()).toString();
  }

  /**
   * Reads the log of a group, and reports what is wrong with it.
   *
   * @param evidence what must be in it, if that is known
   */
  void run(UUID group, Optional<LogEvidence> evidence, String remedy) {
    Optional<RatisLogInspection> log =
        examination.read(location(group), remedy, () -> RatisLogInspection.of(logs, group));
    log.ifPresent(found -> report(found, remedy));
    // Where a damaged file ends is not known.
    log.filter(found -> found.faults().isEmpty())
        .ifPresent(found -> evidence.ifPresent(known -> compare(found, known, remedy)));
  }

  /** Notes the logs of other groups than those. */
  void noteOthers(Set<UUID> known) {
    for (UUID group : onDisk) {
      if (!known.contains(group)) {
        examination.note(location(group), "is the log of no shard", "the next opening deletes it");
      }
    }
  }

  private void report(RatisLogInspection log, String remedy) {
    log.lengths().forEach(examination::countFile);
    log.faults().forEach(fault -> examination.failed(log.directory().toString(), fault, remedy));
    log.torn()
        .forEach(
            file ->
                examination.note(
                    file.toString(),
                    "ends with what is no entry: a torn write, or damage to the last ones",
                    "the next opening cuts it off"));
  }

  private void compare(RatisLogInspection log, LogEvidence known, String remedy) {
    String directory = log.directory().toString();
    boolean complete =
        examination.verify(
            directory, remedy, () -> known.requireComplete(directory, log.first(), log.last()));
    if (complete && known.isAhead(log.last()) && known.applied() > 0) {
      examination.note(
          directory,
          (log.last() < 0 ? "has no entries" : "ends with entry " + log.last())
              + ", but entry "
              + known.applied()
              + " is applied: what followed that, if anything did, is lost",
          "the next opening deletes what there is of it and begins it anew");
    }
  }
}
