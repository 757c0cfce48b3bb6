package io.vicinal.cluster;

import io.vicinal.core.catalog.CatalogEntry;
import io.vicinal.core.engine.CollectionEngine;
import io.vicinal.core.engine.DatabaseMemory;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.manifest.ManifestStore;
import java.util.UUID;

/**
 * Where a shard lives.
 *
 * @param entry its collection
 * @param shard its number
 * @param directory its files
 * @param context what it shares with others
 */
record ShardHome(CatalogEntry entry, int shard, StorageDirectory directory, ShardContext context) {
  /** What it is called in messages. */
  String name() {
    return "collection '" + entry.spec().name() + "', shard " + shard;
  }

  /** The group of its log. */
  UUID group() {
    return Placement.group(entry.uuid(), shard);
  }

  /** Where its files are, in words for messages. */
  String location() {
    return directory.location();
  }

  boolean hasManifest() {
    return directory.list().stream().anyMatch(ManifestStore::isName);
  }

  /** Where the manifest of a new shard is. */
  String firstManifest() {
    return location() + "/" + ManifestStore.name(1);
  }

  CollectionEngine openEngine() {
    DatabaseMemory memory = context.memory();
    memory.retain();
    try {
      return CollectionEngine.open(
          directory,
          entry.spec().schema(),
          context.engineOptions(),
          memory.allocator(),
          memory::release);
    } catch (RuntimeException e) {
      memory.release();
      throw e;
    }
  }
}
