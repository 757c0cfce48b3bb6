package io.vicinal.cluster;

import io.vicinal.api.VicinalException;
import io.vicinal.cluster.log.LogStatus;
import io.vicinal.cluster.log.LogStorage;
import io.vicinal.cluster.log.ReplicatedLogs;
import io.vicinal.core.catalog.CatalogEntry;
import io.vicinal.core.catalog.UnopenedCollection;
import io.vicinal.core.io.StorageDirectory;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collections that are open on this node, which follow the catalog: after a change of it, and
 * after a start, {@link #follow} opens and drops until both agree. Whatever was interrupted before,
 * the next call completes. A collection of which a shard cannot be opened is closed as a whole,
 * because answers without a shard would be wrong ones; the others are open.
 *
 * <p>Changes hold the monitor; readers see the collections of before or after one.
 */
final class OpenCollections {
  private static final Logger logger = LoggerFactory.getLogger(OpenCollections.class);

  private final StorageDirectory directory;
  private final ShardContext context;
  private final ShardedOptions options;
  private volatile SortedMap<String, Open> open = Collections.emptySortedMap();
  private volatile SortedMap<String, UnopenedCollection> unopened = Collections.emptySortedMap();

  private record Open(CatalogEntry entry, ShardedCollection collection, List<LogUpkeep> upkeep) {}

  OpenCollections(StorageDirectory directory, ShardContext context, ShardedOptions options) {
    this.directory = directory;
    this.context = context;
    this.options = options;
  }

  /**
   * The open collection of that name.
   *
   * @throws VicinalException what is wrong with it, when it could not be opened
   */
  Optional<ShardedCollection> find(String name) {
    UnopenedCollection broken = unopened.get(name);
    if (broken != null) {
      throw broken.error();
    }
    return Optional.ofNullable(open.get(name)).map(Open::collection);
  }

  /** The names of all collections, sorted. */
  List<String> names() {
    return Stream.of(open, unopened).flatMap(each -> each.keySet().stream()).sorted().toList();
  }

  /** Those that could not be opened. */
  List<UnopenedCollection> unopened() {
    return List.copyOf(unopened.values());
  }

  /** How the logs of all shards are doing. */
  List<LogStatus> logs() {
    return open.values().stream().flatMap(each -> each.collection().logs().stream()).toList();
  }

  /** What the logs of all shards need of the disk. */
  List<LogStorage> logStorage() {
    return shards().stream().map(Shard::logStorage).toList();
  }

  /**
   * Keeps the logs short. For one thread; it holds no lock, since to seal a segment takes its time.
   */
  void upkeep(long now) {
    open.values().forEach(each -> each.upkeep().forEach(shard -> shard.run(now)));
  }

  /** Writes down beside each shard how far its log went. For one thread; it holds no lock. */
  void bearWitness() {
    shards().forEach(Shard::bearWitness);
  }

  /**
   * Opens what the catalog names and is not open, and drops what is open and it does not name. When
   * this returns, everything that was acknowledged can be read, but in the collections that could
   * not be opened.
   */
  synchronized void follow(List<CatalogEntry> catalog, ReplicatedLogs logs) {
    SortedMap<String, Open> next = new TreeMap<>(open);
    SortedMap<String, UnopenedCollection> broken = new TreeMap<>(unopened);
    next.values().removeIf(each -> !isIn(catalog, each.entry()));
    broken.values().removeIf(each -> !isIn(catalog, each.entry()));
    List<Open> dropped =
        open.values().stream().filter(each -> !isIn(catalog, each.entry())).toList();
    List<UnopenedCollection> droppedBroken =
        unopened.values().stream().filter(each -> !isIn(catalog, each.entry())).toList();
    ShardOpening opening = new ShardOpening(directory, context, logs);
    opening.open(
        catalog.stream()
            .filter(entry -> !next.containsKey(entry.spec().name()))
            .filter(entry -> !broken.containsKey(entry.spec().name()))
            .toList());
    opening
        .opened()
        .forEach((entry, shards) -> next.put(entry.spec().name(), opened(entry, shards)));
    opening.unopened().forEach(each -> broken.put(each.name(), each));
    open = Collections.unmodifiableSortedMap(next);
    unopened = Collections.unmodifiableSortedMap(broken);
    dropped.forEach(each -> drop(each, logs));
    droppedBroken.forEach(each -> delete(each.entry(), logs));
  }

  private static boolean isIn(List<CatalogEntry> catalog, CatalogEntry entry) {
    return catalog.stream().anyMatch(each -> each.id() == entry.id());
  }

  /** Finishes the writes under way; there will be no others. */
  void closeWrites() {
    shards().forEach(Shard::closeWrites);
  }

  /** Closes every shard. */
  synchronized void close() {
    Teardown teardown = new Teardown();
    shards().forEach(shard -> teardown.add(shard::close));
    open = Collections.emptySortedMap();
    teardown.run();
  }

  private List<Shard> shards() {
    return open.values().stream().flatMap(each -> each.collection().parts().stream()).toList();
  }

  private Open opened(CatalogEntry entry, List<Shard> shards) {
    long now = System.nanoTime();
    return new Open(
        entry,
        new ShardedCollection(entry.spec(), shards, context),
        shards.stream().map(shard -> shard.upkeep(options, now)).toList());
  }

  private void drop(Open dropped, ReplicatedLogs logs) {
    try {
      Futures.forEach(dropped.collection().parts(), shard -> shard.drop(logs), context.openers());
      directory.deleteSubdirectory(dropped.entry().directory());
    } catch (RuntimeException e) {
      leave(dropped.entry(), e);
    }
  }

  /** Deletes what there is of a collection that is not open. */
  private void delete(CatalogEntry entry, ReplicatedLogs logs) {
    try {
      for (int shard = 0; shard < entry.spec().shards(); shard++) {
        logs.delete(Placement.group(entry.uuid(), shard));
      }
      directory.deleteSubdirectory(entry.directory());
    } catch (RuntimeException e) {
      leave(entry, e);
    }
  }

  private static void leave(CatalogEntry entry, RuntimeException cause) {
    // It is gone for everybody. Its files go with the next start.
    logger.warn("files of {} stay until the next start", entry.spec().name(), cause);
  }
}
