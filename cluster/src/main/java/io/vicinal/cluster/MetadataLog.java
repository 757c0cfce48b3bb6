package io.vicinal.cluster;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.cluster.entry.LogEntry;
import io.vicinal.cluster.entry.MetadataEntries;
import io.vicinal.cluster.entry.MetadataEntries.Creation;
import io.vicinal.cluster.entry.MetadataResult;
import io.vicinal.cluster.log.LogStatus;
import io.vicinal.cluster.log.LogStorage;
import io.vicinal.cluster.log.ReplicatedLog;
import io.vicinal.cluster.log.ReplicatedLogs;
import io.vicinal.core.catalog.Catalog;
import io.vicinal.core.catalog.CatalogEntry;
import io.vicinal.core.engine.FutureValue;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The log that says which collections there are. Thread safe. */
final class MetadataLog {
  private final MetadataStateMachine machine;
  private final ReplicatedLog log;

  private MetadataLog(MetadataStateMachine machine, ReplicatedLog log) {
    this.machine = machine;
    this.log = log;
  }

  /** Opens the log; when this returns, the catalog is what was agreed upon last. */
  static MetadataLog open(UUID cluster, Catalog catalog, ReplicatedLogs logs) {
    MetadataStateMachine machine = new MetadataStateMachine(catalog);
    ReplicatedLog log = logs.open(cluster, "the cluster's metadata", machine);
    Futures.await(log.ready(), "the log of the cluster's metadata");
    return new MetadataLog(machine, log);
  }

  /** The collections, the oldest first. */
  List<CatalogEntry> entries() {
    return machine.entries();
  }

  /** The collection of that name. */
  Optional<CatalogEntry> find(String name) {
    return machine.find(name);
  }

  MetadataResult create(CollectionSpec spec) {
    return submit(MetadataEntries.create(new Creation(UUID.randomUUID(), spec)));
  }

  MetadataResult drop(CatalogEntry entry) {
    return submit(MetadataEntries.drop(entry.id()));
  }

  LogStatus status() {
    return log.status();
  }

  LogStorage storage() {
    return log.storage();
  }

  private MetadataResult submit(LogEntry entry) {
    ByteBuffer bytes = entry.encode();
    if (bytes.remaining() > log.maxEntryBytes()) {
      throw new VicinalException(
          ErrorCode.TOO_LARGE,
          "a collection whose specification takes "
              + bytes.remaining()
              + " bytes; expected at most "
              + log.maxEntryBytes());
    }
    MetadataResult result = MetadataResult.decode(FutureValue.of(log.submit(bytes)).result());
    log.trim();
    return result;
  }
}
