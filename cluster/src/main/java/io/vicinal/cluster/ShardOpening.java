package io.vicinal.cluster;

import io.vicinal.cluster.log.ReplicatedLogs;
import io.vicinal.core.catalog.CatalogEntry;
import io.vicinal.core.catalog.UnopenedCollection;
import io.vicinal.core.io.StorageDirectory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the shards of collections, all beside each other, and of each collection all shards or
 * none. Used once, by one thread.
 */
final class ShardOpening {
  private static final Logger logger = LoggerFactory.getLogger(ShardOpening.class);
  static final String SHARD_PREFIX = "shard-";

  private final StorageDirectory directory;
  private final ShardContext context;
  private final ReplicatedLogs logs;
  private final Map<ShardHome, Shard> shards = new ConcurrentHashMap<>();
  private final Map<ShardHome, RuntimeException> failures = new ConcurrentHashMap<>();
  private final Map<CatalogEntry, List<Shard>> opened = new LinkedHashMap<>();
  private final List<UnopenedCollection> unopened = new ArrayList<>();

  ShardOpening(StorageDirectory directory, ShardContext context, ReplicatedLogs logs) {
    this.directory = directory;
    this.context = context;
    this.logs = logs;
  }

  /** Opens what can be opened; everything that was acknowledged in it can then be read. */
  void open(List<CatalogEntry> entries) {
    List<ShardHome> homes = new ArrayList<>();
    for (CatalogEntry entry : entries) {
      homes.addAll(homes(entry));
    }
    try {
      Futures.forEach(homes, this::open, context.openers());
      shards.forEach(this::awaitReady);
    } catch (Error e) {
      // For want of memory, as a rule; nobody gets to know those that were opened.
      closeAll(homes, e);
      throw e;
    }
    for (CatalogEntry entry : entries) {
      settle(entry, homes.stream().filter(home -> home.entry().id() == entry.id()).toList());
    }
  }

  /** The shards of each collection that is open. */
  Map<CatalogEntry, List<Shard>> opened() {
    return opened;
  }

  /** The collections that could not be opened. */
  List<UnopenedCollection> unopened() {
    return unopened;
  }

  /** None when the directory of the collection cannot be read. */
  private List<ShardHome> homes(CatalogEntry entry) {
    try {
      StorageDirectory home = directory.subdirectory(entry.directory());
      return IntStream.range(0, entry.spec().shards())
          .mapToObj(
              shard ->
                  new ShardHome(entry, shard, home.subdirectory(SHARD_PREFIX + shard), context))
          .toList();
    } catch (RuntimeException e) {
      report(entry, "collection '" + entry.spec().name() + "'", e);
      return List.of();
    }
  }

  private void open(ShardHome home) {
    try {
      shards.put(home, Shard.open(home, logs));
    } catch (RuntimeException e) {
      failures.put(home, e);
    }
  }

  private void awaitReady(ShardHome home, Shard shard) {
    try {
      shard.awaitReady();
    } catch (RuntimeException e) {
      failures.put(home, e);
    }
  }

  private void settle(CatalogEntry entry, List<ShardHome> homes) {
    ShardHome broken = homes.stream().filter(failures::containsKey).findFirst().orElse(null);
    if (broken != null) {
      RuntimeException failure = Objects.requireNonNull(failures.get(broken));
      closeAll(homes, failure);
      report(entry, broken.name(), failure);
    } else if (!homes.isEmpty()) {
      opened.put(entry, homes.stream().map(home -> Objects.requireNonNull(shard(home))).toList());
    }
  }

  private void closeAll(List<ShardHome> homes, Throwable cause) {
    Teardown teardown = new Teardown();
    for (ShardHome home : homes) {
      Shard shard = shard(home);
      if (shard != null) {
        teardown.add(shard::close);
      }
    }
    teardown.runAfter(cause);
  }

  private @Nullable Shard shard(ShardHome home) {
    return shards.get(home);
  }

  private void report(CatalogEntry entry, String part, RuntimeException failure) {
    logger.error("{} could not be opened; its collection stays closed", part, failure);
    unopened.add(new UnopenedCollection(entry, part, failure));
  }
}
