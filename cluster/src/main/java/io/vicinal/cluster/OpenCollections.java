package io.vicinal.cluster;

import io.vicinal.cluster.log.LogStatus;
import io.vicinal.cluster.log.ReplicatedLogs;
import io.vicinal.core.catalog.CatalogEntry;
import io.vicinal.core.io.StorageDirectory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collections that are open on this node, which follow the catalog: after a change of it, and
 * after a start, {@link #follow} opens and drops until both agree. Whatever was interrupted before,
 * the next call completes.
 *
 * <p>Changes hold the monitor; readers see the collections of before or after one.
 */
final class OpenCollections {
  private static final Logger logger = LoggerFactory.getLogger(OpenCollections.class);
  private static final String SHARD_PREFIX = "shard-";

  private final StorageDirectory directory;
  private final ShardContext context;
  private final ShardedOptions options;
  private volatile SortedMap<String, Open> open = Collections.emptySortedMap();

  private record Open(CatalogEntry entry, ShardedCollection collection, List<LogUpkeep> upkeep) {}

  OpenCollections(StorageDirectory directory, ShardContext context, ShardedOptions options) {
    this.directory = directory;
    this.context = context;
    this.options = options;
  }

  Optional<ShardedCollection> find(String name) {
    return Optional.ofNullable(open.get(name)).map(Open::collection);
  }

  List<String> names() {
    return List.copyOf(open.keySet());
  }

  /** How the logs of all shards are doing. */
  List<LogStatus> logs() {
    return open.values().stream().flatMap(each -> each.collection().logs().stream()).toList();
  }

  /** Keeps the logs short. */
  synchronized void upkeep(long now) {
    open.values().forEach(each -> each.upkeep().forEach(shard -> shard.run(now)));
  }

  /**
   * Opens what the catalog names and is not open, and drops what is open and it does not name. When
   * this returns, everything that was acknowledged can be read.
   */
  synchronized void follow(List<CatalogEntry> catalog, ReplicatedLogs logs) {
    SortedMap<String, Open> next = new TreeMap<>(open);
    List<Open> dropped = new ArrayList<>();
    for (Open each : open.values()) {
      if (catalog.stream().noneMatch(entry -> entry.id() == each.entry().id())) {
        next.remove(each.entry().spec().name());
        dropped.add(each);
      }
    }
    Map<CatalogEntry, List<Shard>> opened =
        open(
            catalog.stream().filter(entry -> !next.containsKey(entry.spec().name())).toList(),
            logs);
    opened.forEach((entry, shards) -> next.put(entry.spec().name(), opened(entry, shards)));
    open = Collections.unmodifiableSortedMap(next);
    dropped.forEach(each -> drop(each, logs));
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

  /** Opens the shards of collections, or none. */
  private Map<CatalogEntry, List<Shard>> open(List<CatalogEntry> entries, ReplicatedLogs logs) {
    List<ShardHome> homes = entries.stream().flatMap(entry -> homes(entry).stream()).toList();
    Map<ShardHome, Shard> opened = new ConcurrentHashMap<>();
    try {
      Futures.forEach(homes, home -> opened.put(home, Shard.open(home, logs)), context.openers());
      opened.forEach((home, shard) -> Futures.await(shard.ready(), "the log of " + home.name()));
    } catch (RuntimeException e) {
      Teardown teardown = new Teardown();
      opened.values().forEach(shard -> teardown.add(shard::close));
      teardown.runAfter(e);
      throw e;
    }
    Map<CatalogEntry, List<Shard>> shards = new LinkedHashMap<>();
    for (ShardHome home : homes) {
      Shard shard = Objects.requireNonNull(opened.get(home));
      shards.computeIfAbsent(home.entry(), each -> new ArrayList<>()).add(shard);
    }
    return shards;
  }

  private List<ShardHome> homes(CatalogEntry entry) {
    StorageDirectory home = directory.subdirectory(entry.directory());
    return IntStream.range(0, entry.spec().shards())
        .mapToObj(
            shard -> new ShardHome(entry, shard, home.subdirectory(SHARD_PREFIX + shard), context))
        .toList();
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
      // It is gone for everybody. Its files go with the next start.
      logger.warn("files of {} stay until the next start", dropped.entry().spec().name(), e);
    }
  }
}
