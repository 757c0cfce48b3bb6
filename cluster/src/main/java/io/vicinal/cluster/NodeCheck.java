package io.vicinal.cluster;

import io.vicinal.cluster.log.LogEvidence;
import io.vicinal.core.catalog.Catalog;
import io.vicinal.core.catalog.CatalogEntry;
import io.vicinal.core.catalog.DataDirectory;
import io.vicinal.core.check.CheckedPart;
import io.vicinal.core.check.EmbeddedCheck;
import io.vicinal.core.check.Examination;
import io.vicinal.core.check.FindingCounts;
import io.vicinal.core.check.RowCounts;
import io.vicinal.core.io.StorageDirectory;
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
 * and how far they went. What opening refuses is a problem here, and what opening completes is
 * none. For one thread.
 */
public final class NodeCheck {

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
    examination.count(directory, DataDirectory.NODE_FILE);
    Optional<NodeFile> node =
        examination.read(
            path(DataDirectory.NODE_FILE), NODE_REMEDY, () -> NodeFile.read(directory));
    LogCheck.of(examination, logs, NODE_REMEDY).ifPresent(found -> checkLogged(node, found));
  }

  private void checkLogged(Optional<NodeFile> node, LogCheck found) {
    if (node.isPresent() && isFirstStart(found)) {
      EmbeddedCheck.noteUnfinished(examination, directory);
      examination.note(
          path(Catalog.FILE),
          "is not there: the first start was not finished",
          "the next opening completes it");
      return;
    }
    Optional<Catalog> catalog = EmbeddedCheck.catalog(examination, directory);
    node.ifPresent(file -> found.run(file.cluster(), catalog.map(NodeCheck::known), NODE_REMEDY));
    Set<UUID> groups = new HashSet<>();
    node.ifPresent(file -> groups.add(file.cluster()));
    for (CatalogEntry entry : catalog.map(Catalog::entries).orElse(List.of())) {
      for (int shard = 0; shard < entry.spec().shards(); shard++) {
        groups.add(Placement.group(entry.uuid(), shard));
      }
      checkCollection(entry, found);
    }
    if (node.isPresent() && catalog.isPresent()) {
      found.noteOthers(groups);
    }
  }

  /** The catalog is older than the first log, and older than the first collection. */
  private boolean isFirstStart(LogCheck found) {
    return !directory.exists(Catalog.FILE)
        && found.onDisk().isEmpty()
        && directory.subdirectories().stream()
            .noneMatch(name -> name.startsWith(Catalog.DIRECTORY_PREFIX));
  }

  /** Nothing but the catalog bears witness of the log of the metadata. */
  private static LogEvidence known(Catalog catalog) {
    return new LogEvidence(catalog.position().sequenceNumber(), OptionalLong.empty());
  }

  private void checkCollection(CatalogEntry entry, LogCheck found) {
    FindingCounts before = examination.findings();
    RowCounts counts = RowCounts.NONE;
    for (int shard = 0; shard < entry.spec().shards(); shard++) {
      ShardCheck check = new ShardCheck(examination, entry, shard, found, allocator);
      String name = ShardOpening.SHARD_PREFIX + shard;
      counts = counts.plus(check.run(directory, name).counts());
    }
    examination.checked(
        new CheckedPart(
            entry.spec().name(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            true,
            counts,
            examination.since(before)));
  }

  private String path(String name) {
    return directory.location() + "/" + name;
  }
}
