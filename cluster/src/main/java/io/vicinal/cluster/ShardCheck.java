package io.vicinal.cluster;

import io.vicinal.cluster.log.LogEvidence;
import io.vicinal.core.catalog.CatalogEntry;
import io.vicinal.core.check.CheckedPart;
import io.vicinal.core.check.EngineCheck;
import io.vicinal.core.check.Examination;
import io.vicinal.core.check.FindingCounts;
import io.vicinal.core.check.RowCounts;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.log.LogPosition;
import io.vicinal.core.manifest.ManifestStore;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;

/** Checks a shard: its files, its log, and that neither lacks what the other knows of. */
final class ShardCheck {
  private static final String REMEDY =
      "put it back from a copy, or drop the collection and load it again";

  private final Examination examination;
  private final CatalogEntry entry;
  private final int shard;
  private final LogCheck logs;
  private final BufferAllocator allocator;
  private final UUID group;

  ShardCheck(
      Examination examination,
      CatalogEntry entry,
      int shard,
      LogCheck logs,
      BufferAllocator allocator) {
    this.examination = examination;
    this.entry = entry;
    this.shard = shard;
    this.logs = logs;
    this.allocator = allocator;
    this.group = Placement.group(entry.uuid(), shard);
  }

  /**
   * Reads all of it, and says what that was.
   *
   * @param directory that of the node
   * @param name of the directory of the shard, in that of its collection
   */
  CheckedPart run(StorageDirectory directory, String name) {
    FindingCounts before = examination.findings();
    String location = directory.location() + "/" + entry.directory() + "/" + name;
    RowCounts counts =
        examination
            .read(location, REMEDY, () -> check(home(directory, name), location))
            .orElse(RowCounts.NONE);
    CheckedPart part =
        new CheckedPart(
            entry.spec().name(),
            OptionalInt.of(shard),
            OptionalLong.empty(),
            true,
            counts,
            examination.since(before));
    examination.checked(part);
    return part;
  }

  /** Where its files are, unless there is no such directory. */
  private Optional<StorageDirectory> home(StorageDirectory directory, String name) {
    return subdirectory(directory, entry.directory())
        .flatMap(collection -> subdirectory(collection, name));
  }

  private static Optional<StorageDirectory> subdirectory(StorageDirectory parent, String name) {
    return parent.subdirectories().contains(name)
        ? Optional.of(parent.subdirectory(name))
        : Optional.empty();
  }

  private RowCounts check(Optional<StorageDirectory> home, String location) {
    OptionalLong witnessed = home.map(this::witnessed).orElse(OptionalLong.empty());
    if (home.isEmpty() || ManifestStore.versions(home.get()).isEmpty()) {
      checkNew(home, location, witnessed);
      return RowCounts.NONE;
    }
    EngineCheck engine =
        new EngineCheck(
            examination,
            entry.spec().name(),
            OptionalInt.of(shard),
            home.get(),
            entry.spec().schema(),
            allocator);
    Optional<LogEvidence> evidence =
        engine
            .run()
            .map(LogPosition::sequenceNumber)
            .map(applied -> new LogEvidence(applied, witnessed));
    // Without a manifest that can be read, what is witnessed tells that there was a log.
    LogEvidence least = evidence.orElse(new LogEvidence(0, witnessed));
    if (requireLog(least, location)) {
      logs.run(group, evidence, REMEDY);
    }
    return engine.counts();
  }

  /** By the rules of opening: a shard that never had anything is made by the next one. */
  private void checkNew(Optional<StorageDirectory> home, String location, OptionalLong witnessed) {
    String manifest = location + "/" + ManifestStore.name(1);
    boolean isNew =
        examination.verify(
                manifest,
                REMEDY,
                () -> {
                  home.ifPresent(ManifestStore::requireNoSegments);
                  LogEvidence.requireNoLog(group, logs.onDisk(), manifest);
                })
            && requireLog(new LogEvidence(0, witnessed), location);
    if (isNew) {
      examination.note(
          location,
          "has neither a manifest nor a log: its creation was not finished",
          "the next opening completes it");
    } else if (logs.onDisk().contains(group)) {
      logs.run(group, Optional.empty(), REMEDY);
    }
  }

  private boolean requireLog(LogEvidence evidence, String location) {
    String log = logs.location(group);
    return examination.verify(
        log, REMEDY, () -> evidence.requireLog(group, logs.onDisk(), log, location));
  }

  private OptionalLong witnessed(StorageDirectory home) {
    examination.count(home, LogWitness.FILE);
    return examination
        .read(
            home.location() + "/" + LogWitness.FILE, REMEDY, () -> LogWitness.open(home).settled())
        .orElse(OptionalLong.empty());
  }
}
