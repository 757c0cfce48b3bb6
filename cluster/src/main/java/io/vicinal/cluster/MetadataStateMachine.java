package io.vicinal.cluster;

import io.vicinal.cluster.entry.LogEntry;
import io.vicinal.cluster.entry.MetadataEntries;
import io.vicinal.cluster.entry.MetadataEntries.Creation;
import io.vicinal.cluster.entry.MetadataResult;
import io.vicinal.cluster.log.ReplicatedStateMachine;
import io.vicinal.core.catalog.Catalog;
import io.vicinal.core.catalog.CatalogEntry;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.log.LogPosition;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which collections there are, changed by the entries of the log of the metadata. The catalog's
 * file has the state and the position of the entry that brought it about; it is replaced as a
 * whole.
 *
 * <p>An entry changes the catalog and nothing else. Shards are opened and dropped by whoever
 * compares the catalog with what is open.
 */
final class MetadataStateMachine implements ReplicatedStateMachine {
  private static final String NAME = "the log of the metadata";

  private final Catalog catalog;
  private LogPosition applied;
  private volatile List<CatalogEntry> entries;
  private volatile LogPosition durable;

  MetadataStateMachine(Catalog catalog) {
    this.catalog = catalog;
    this.applied = catalog.position();
    this.durable = catalog.position();
    this.entries = catalog.entries();
  }

  /** The collections, the oldest first. */
  List<CatalogEntry> entries() {
    return entries;
  }

  /** The collection of that name. */
  Optional<CatalogEntry> find(String name) {
    return entries.stream().filter(entry -> entry.spec().name().equals(name)).findFirst();
  }

  @Override
  public synchronized ByteBuffer apply(LogPosition position, ByteBuffer bytes) {
    String location = NAME + ", entry " + position.sequenceNumber();
    LogEntry entry = LogEntry.decode(bytes, location);
    MetadataResult result =
        switch (entry.type()) {
          case CREATE_COLLECTION -> create(position, MetadataEntries.creation(entry, location));
          case DROP_COLLECTION -> drop(position, MetadataEntries.droppedId(entry, location));
          case WRITE, SLICE ->
              throw new DamagedFileException(
                  location, 0, "a change of metadata", entry.type().name());
        };
    applied = position;
    return result.encode();
  }

  @Override
  public synchronized LogPosition applied() {
    return applied;
  }

  @Override
  public LogPosition durable() {
    return durable;
  }

  /** The catalog has the effect of every entry that was acknowledged. */
  @Override
  public OptionalLong witnessed() {
    return OptionalLong.empty();
  }

  private MetadataResult create(LogPosition position, Creation creation) {
    if (find(creation.spec().name()).isPresent()) {
      return MetadataResult.NAME_TAKEN;
    }
    catalog.add(catalog.prepare(creation.uuid(), creation.spec()), position);
    publish();
    return MetadataResult.DONE;
  }

  private MetadataResult drop(LogPosition position, long id) {
    Optional<CatalogEntry> dropped = entries.stream().filter(entry -> entry.id() == id).findFirst();
    if (dropped.isEmpty()) {
      return MetadataResult.NO_COLLECTION;
    }
    catalog.remove(dropped.get(), position);
    publish();
    return MetadataResult.DONE;
  }

  private void publish() {
    entries = catalog.entries();
    durable = catalog.position();
  }
}
