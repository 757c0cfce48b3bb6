package io.vicinal.cluster;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VectorDatabase;
import io.vicinal.api.VicinalException;
import io.vicinal.cluster.entry.MetadataResult;
import io.vicinal.cluster.log.LogStatus;
import io.vicinal.cluster.log.LogStorage;
import io.vicinal.cluster.log.ReplicatedLogs;
import io.vicinal.cluster.ratis.RatisReplicatedLogs;
import io.vicinal.core.catalog.Catalog;
import io.vicinal.core.catalog.CatalogEntry;
import io.vicinal.core.catalog.DataDirectory;
import io.vicinal.core.catalog.UnopenedCollection;
import io.vicinal.core.engine.DatabaseMemory;
import io.vicinal.core.io.FileSystemDirectory;
import io.vicinal.core.io.StorageDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * The database of a node: collections in shards, each behind a replicated log of its own, and one
 * more log that says which collections there are. At present a cluster has one node, and every log
 * one replica.
 *
 * <p>An acknowledged write survives a crash of the process and of the machine. A directory is open
 * in one process at a time; it holds
 *
 * <pre>
 * LOCK                               the process that has it open
 * node.json                          who the node is
 * catalog.json                       which collections there are
 * collection-ID/shard-N/             the files of a shard, as an embedded database has them
 * collection-ID/shard-N/log.json     how far its log went
 * raft/GROUP/                        the log of a shard, or of the metadata
 * </pre>
 *
 * <p>Thread safe.
 */
public final class ShardedDatabase implements VectorDatabase {
  private static final String LOGS = DataDirectory.NODE_LOGS;

  private final String location;
  private final BufferAllocator allocator;
  private final ReplicatedLogs logs;
  private final MetadataLog metadata;
  private final OpenCollections collections;
  private final Teardown teardown;
  private volatile boolean closed;

  private ShardedDatabase(
      String location,
      BufferAllocator allocator,
      ReplicatedLogs logs,
      MetadataLog metadata,
      OpenCollections collections,
      Teardown teardown) {
    this.location = location;
    this.allocator = allocator;
    this.logs = logs;
    this.metadata = metadata;
    this.collections = collections;
    this.teardown = teardown;
  }

  /**
   * Opens the database in a directory, or creates an empty one, and returns when everything that
   * was acknowledged can be read, but in the collections that are {@link #unopened}.
   *
   * @throws VicinalException {@link ErrorCode#DIRECTORY_IN_USE}, {@link ErrorCode#DAMAGED_FILE}
   *     naming the file that says which node this is, or which collections there are, or {@link
   *     ErrorCode#INVALID_ARGUMENT} when the directory holds what is not Vicinal's
   */
  public static ShardedDatabase open(Path path, ShardedOptions options) {
    return open(path, options, new RootAllocator());
  }

  /**
   * As above.
   *
   * @param allocator for records in memory and in mapped files, so that its limit must be above
   *     their size; the database has it for itself and closes it, even when this fails
   */
  public static ShardedDatabase open(Path path, ShardedOptions options, BufferAllocator allocator) {
    Path absolute = path.toAbsolutePath().normalize();
    return open(
        FileSystemDirectory.open(absolute),
        options,
        allocator,
        DatabaseThreads.start(options),
        node -> RatisReplicatedLogs.start(absolute.resolve(LOGS), node.node(), options.log()));
  }

  static ShardedDatabase open(
      StorageDirectory directory,
      ShardedOptions options,
      BufferAllocator allocator,
      DatabaseThreads threads,
      Function<NodeFile, ReplicatedLogs> starting) {
    Teardown teardown = new Teardown();
    DatabaseMemory memory = new DatabaseMemory(directory.location(), allocator);
    teardown.add(memory::release);
    teardown.add(threads::close);
    try {
      DataDirectory.NODE.require(directory);
      teardown.add(directory.lock()::close);
      NodeFile node = NodeFile.open(directory);
      Catalog catalog = Catalog.open(directory);
      directory.subdirectory(LOGS);
      ShardContext context =
          new ShardContext(
              threads.engineOptions(options),
              memory,
              new WriteBudget(options.maxWriteBytes()),
              threads.searchers(),
              threads.openers());
      OpenCollections collections = new OpenCollections(directory, context, options);
      teardown.add(collections::close);
      ReplicatedLogs logs = starting.apply(node);
      teardown.add(logs::close);
      MetadataLog metadata = MetadataLog.open(node.cluster(), catalog, logs);
      deleteOrphans(node, metadata.entries(), logs);
      teardown.add(collections::closeWrites);
      collections.follow(metadata.entries(), logs);
      threads.repeat(() -> collections.upkeep(System.nanoTime()));
      threads.repeat(collections::bearWitness);
      teardown.add(threads::stopRepeating);
      return new ShardedDatabase(
          directory.location(), allocator, logs, metadata, collections, teardown);
    } catch (RuntimeException | Error e) {
      teardown.runAfter(e);
      throw e;
    }
  }

  @Override
  public synchronized ShardedCollection createCollection(CollectionSpec spec) {
    requireOpen();
    if (metadata.find(spec.name()).isPresent()
        || change(() -> metadata.create(spec)) != MetadataResult.DONE) {
      throw new VicinalException(
          ErrorCode.COLLECTION_EXISTS, "collection '" + spec.name() + "' exists already");
    }
    try {
      return find(spec.name());
    } catch (RuntimeException e) {
      undoCreation(spec.name(), e);
      throw e;
    }
  }

  @Override
  public ShardedCollection collection(String name) {
    requireOpen();
    return find(name);
  }

  @Override
  public List<String> collectionNames() {
    requireOpen();
    return collections.names();
  }

  @Override
  public synchronized void dropCollection(String name) {
    requireOpen();
    CatalogEntry entry = metadata.find(name).orElseThrow(() -> unknown(name));
    if (change(() -> metadata.drop(entry)) != MetadataResult.DONE) {
      throw unknown(name);
    }
  }

  /** Whether every collection is open, and every log has a leader and takes entries. */
  public boolean isReady() {
    return !closed && unopened().isEmpty() && logs().stream().allMatch(LogStatus::isReady);
  }

  /** The collections that exist and could not be opened, each with the reason. */
  public List<UnopenedCollection> unopened() {
    return collections.unopened();
  }

  /** How the logs are doing: that of the metadata first, then those of the shards. */
  public List<LogStatus> logs() {
    List<LogStatus> all = new ArrayList<>();
    all.add(metadata.status());
    all.addAll(collections.logs());
    return all;
  }

  /** What the same logs need of the disk, in the same order. */
  public List<LogStorage> logStorage() {
    List<LogStorage> all = new ArrayList<>();
    all.add(metadata.storage());
    all.addAll(collections.logStorage());
    return all;
  }

  /** What batches for scans without a copy must have a common root with. */
  public BufferAllocator allocator() {
    return allocator;
  }

  @Override
  public synchronized void close() {
    closed = true;
    teardown.run();
  }

  /** Deletes the logs of shards that were dropped, but not to the end. */
  private static void deleteOrphans(
      NodeFile node, List<CatalogEntry> catalog, ReplicatedLogs logs) {
    Set<UUID> orphans = new HashSet<>(logs.onDisk());
    orphans.remove(node.cluster());
    for (CatalogEntry entry : catalog) {
      for (int shard = 0; shard < entry.spec().shards(); shard++) {
        orphans.remove(Placement.group(entry.uuid(), shard));
      }
    }
    orphans.forEach(logs::delete);
  }

  /**
   * Changes the catalog, and has the collections follow it whatever comes of it: a change whose
   * outcome is unknown may be in the log all the same.
   */
  private MetadataResult change(Supplier<MetadataResult> submission) {
    MetadataResult result;
    try {
      result = submission.get();
    } catch (RuntimeException e) {
      try {
        collections.follow(metadata.entries(), logs);
      } catch (RuntimeException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    collections.follow(metadata.entries(), logs);
    return result;
  }

  /** Takes back a collection that is in the catalog and could not be opened. */
  private void undoCreation(String name, RuntimeException cause) {
    try {
      metadata.find(name).ifPresent(entry -> change(() -> metadata.drop(entry)));
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private ShardedCollection find(String name) {
    return collections.find(name).orElseThrow(() -> unknown(name));
  }

  private VicinalException unknown(String name) {
    return new VicinalException(
        ErrorCode.UNKNOWN_COLLECTION,
        "no collection '" + name + "'; the collections are " + collections.names());
  }

  private void requireOpen() {
    if (closed) {
      throw new VicinalException(
          ErrorCode.UNAVAILABLE, "the database in " + location + " is closed");
    }
  }
}
