package io.vicinal.cluster;

import io.vicinal.cluster.ratis.RatisLogInspection;
import io.vicinal.core.catalog.CatalogEntry;
import io.vicinal.core.catalog.DataDirectory;
import io.vicinal.core.check.CheckedPart;
import io.vicinal.core.check.EmbeddedCheck;
import io.vicinal.core.check.EngineCheck;
import io.vicinal.core.check.Examination;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.log.LogPosition;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Checks the data directory of a node: what an embedded database has, who the node is, the logs,
 * and how far they went. For one thread.
 */
public final class NodeCheck {
  private static final String REMEDY =
      "put it back from a copy, or drop the collection and load it again";
  private static final String NODE_REMEDY =
      "put it back from a copy; without it the node cannot open its logs";

  private final Examination examination;
  private final StorageDirectory directory;
  private final Path logs;
  private final BufferAllocator allocator;

  private NodeCheck(
      Examination examination, StorageDirectory directory, Path logs, BufferAllocator allocator) {
    this.examination = examination;
    this.directory = directory;
    this.logs = logs;
    this.allocator = allocator;
  }

  /**
   * Reads everything in a directory.
   *
   * @param path the directory
   * @param directory the same, open for reading, and locked
   */
  public static void run(
      Examination examination, Path path, StorageDirectory directory, BufferAllocator allocator) {
    new NodeCheck(examination, directory, path.resolve(DataDirectory.NODE_LOGS), allocator).run();
  }

  private void run() {
    Set<String> known = new HashSet<>();
    examination.count(directory, DataDirectory.NODE_FILE);
    Optional<NodeFile> node =
        examination.read(
            path(DataDirectory.NODE_FILE), NODE_REMEDY, () -> NodeFile.read(directory));
    node.ifPresent(
        file -> {
          known.add(file.cluster().toString());
          inspect(file.cluster(), NODE_REMEDY);
        });
    Optional<List<CatalogEntry>> catalog = EmbeddedCheck.catalog(examination, directory);
    for (CatalogEntry entry : catalog.orElse(List.of())) {
      for (int shard = 0; shard < entry.spec().shards(); shard++) {
        known.add(Placement.group(entry.uuid(), shard).toString());
      }
      checkCollection(entry);
    }
    if (node.isPresent() && catalog.isPresent()) {
      noteOrphans(known);
    }
  }

  private void noteOrphans(Set<String> known) {
    examination
        .read(
            logs.toString(),
            NODE_REMEDY,
            () -> directory.subdirectory(DataDirectory.NODE_LOGS).subdirectories())
        .ifPresent(
            groups ->
                groups.stream()
                    .filter(RatisLogInspection::isGroup)
                    .filter(group -> !known.contains(group))
                    .forEach(
                        group ->
                            examination.note(
                                logs.resolve(group).toString(),
                                "is the log of no shard",
                                "the next opening deletes it")));
  }

  private void checkCollection(CatalogEntry entry) {
    long before = examination.problems();
    long rows = 0;
    long live = 0;
    long unreachable = 0;
    for (int shard = 0; shard < entry.spec().shards(); shard++) {
      CheckedPart part = checkShard(entry, shard);
      rows += part.rows();
      live += part.live();
      unreachable += part.unreachable();
    }
    examination.checked(
        part(entry, OptionalInt.empty(), new long[] {rows, live, unreachable}, before));
  }

  private CheckedPart checkShard(CatalogEntry entry, int shard) {
    long before = examination.problems();
    String name = ShardOpening.SHARD_PREFIX + shard;
    String home = path(entry.directory()) + "/" + name;
    Optional<StorageDirectory> files =
        examination.read(
            home, REMEDY, () -> directory.subdirectory(entry.directory()).subdirectory(name));
    CheckedPart part =
        files
            .map(present -> checkShard(entry, shard, present, before))
            .orElseGet(() -> part(entry, OptionalInt.of(shard), new long[3], before));
    examination.checked(part);
    return part;
  }

  private CheckedPart checkShard(
      CatalogEntry entry, int shard, StorageDirectory files, long before) {
    EngineCheck engine =
        new EngineCheck(
            examination,
            entry.spec().name(),
            OptionalInt.of(shard),
            files,
            entry.spec().schema(),
            allocator);
    long applied = engine.run().map(LogPosition::sequenceNumber).orElse(0L);
    String witness = files.location() + "/" + LogWitness.FILE;
    examination.count(files, LogWitness.FILE);
    OptionalLong settled =
        examination
            .read(witness, REMEDY, () -> LogWitness.open(files).settled())
            .orElse(OptionalLong.empty());
    inspect(Placement.group(entry.uuid(), shard), REMEDY)
        .filter(log -> log.faults().isEmpty())
        .ifPresent(log -> requireWitnessed(log, applied, settled));
    return engine.part(before);
  }

  private void requireWitnessed(RatisLogInspection log, long applied, OptionalLong settled) {
    long known = applied > 0 ? Math.max(log.last(), applied) : log.last();
    if (settled.isPresent() && known < settled.getAsLong()) {
      examination.problem(
          log.directory().toString(),
          "ends with entry " + log.last() + ", but entry " + settled.getAsLong() + " was durable",
          REMEDY);
    }
  }

  private Optional<RatisLogInspection> inspect(UUID group, String remedy) {
    Optional<RatisLogInspection> log =
        examination.read(
            logs.resolve(group.toString()).toString(),
            remedy,
            () -> RatisLogInspection.of(logs, group));
    log.ifPresent(
        found -> {
          found.lengths().forEach(examination::countFile);
          found
              .faults()
              .forEach(fault -> examination.problem(found.directory().toString(), fault, remedy));
          found
              .torn()
              .forEach(
                  file ->
                      examination.note(
                          file.toString(),
                          "ends with what is no entry: a torn write, or damage to the last ones",
                          "the next opening cuts it off"));
        });
    return log;
  }

  private CheckedPart part(CatalogEntry entry, OptionalInt shard, long[] counts, long before) {
    return new CheckedPart(
        entry.spec().name(),
        shard,
        OptionalLong.empty(),
        counts[0],
        counts[1],
        counts[2],
        examination.problems() - before);
  }

  private String path(String name) {
    return directory.location() + "/" + name;
  }
}
