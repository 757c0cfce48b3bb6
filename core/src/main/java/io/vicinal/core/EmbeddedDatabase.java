package io.vicinal.core;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VectorDatabase;
import io.vicinal.api.VicinalException;
import io.vicinal.core.catalog.Catalog;
import io.vicinal.core.catalog.CatalogEntry;
import io.vicinal.core.catalog.DataDirectory;
import io.vicinal.core.catalog.UnopenedCollection;
import io.vicinal.core.engine.CollectionEngine;
import io.vicinal.core.engine.DatabaseMemory;
import io.vicinal.core.engine.Ending;
import io.vicinal.core.io.DirectoryLock;
import io.vicinal.core.io.FileSystemDirectory;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.log.WriteAheadLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database in a directory, inside the calling process.
 *
 * <pre>{@code
 * try (EmbeddedDatabase database = EmbeddedDatabase.open(path, DatabaseOptions.DEFAULT)) {
 *   EmbeddedCollection books = database.createCollection(CollectionSpec.of("books", schema));
 *   books.upsert(records);
 *   SearchResult nearest = books.search(SearchRequest.nearest("title", query, 10));
 * }
 * }</pre>
 *
 * <p>An acknowledged write survives a crash of the process and, unless the log's sync policy says
 * otherwise, of the machine. A directory is open in one process at a time. Scans that are open when
 * the database is closed stay readable until they are closed.
 *
 * <p>A collection that cannot be opened does not keep the others closed: who asks for it gets the
 * error, and it can be dropped.
 *
 * <p>Thread safe. Changes of the collections wait for each other, and a drop for the segment that
 * is being sealed; who asks for a collection meanwhile does not wait.
 */
public final class EmbeddedDatabase implements VectorDatabase {
  private static final Logger logger = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final String DATA = "data";
  private static final String LOG = "log";

  private final StorageDirectory directory;
  private final DatabaseOptions options;
  private final DirectoryLock lock;
  private final DatabaseThreads threads;
  private final DatabaseMemory memory;
  private final Catalog catalog;
  private volatile SortedMap<String, OpenCollection> collections = Collections.emptySortedMap();
  private volatile SortedMap<String, UnopenedCollection> unopened = Collections.emptySortedMap();
  private volatile boolean closed;

  private record OpenCollection(CatalogEntry entry, EmbeddedCollection collection) {}

  private EmbeddedDatabase(
      StorageDirectory directory,
      DatabaseOptions options,
      DirectoryLock lock,
      DatabaseThreads threads,
      DatabaseMemory memory) {
    this.directory = directory;
    this.options = options;
    this.lock = lock;
    this.threads = threads;
    this.memory = memory;
    this.catalog = Catalog.open(directory);
  }

  /**
   * Opens the database in a directory of the file system, or creates an empty one, and recovers
   * what was acknowledged.
   *
   * @throws VicinalException {@link ErrorCode#DIRECTORY_IN_USE}, {@link ErrorCode#DAMAGED_FILE}
   *     naming the file that says which collections there are, or {@link
   *     ErrorCode#INVALID_ARGUMENT} when the directory holds what is not Vicinal's
   */
  public static EmbeddedDatabase open(Path path, DatabaseOptions options) {
    return open(FileSystemDirectory.open(path), options);
  }

  /** As above, for any storage directory. */
  public static EmbeddedDatabase open(StorageDirectory directory, DatabaseOptions options) {
    DataDirectory.EMBEDDED.require(directory);
    return open(directory, options, DatabaseThreads.start(options.buildThreads()));
  }

  static EmbeddedDatabase open(
      StorageDirectory directory, DatabaseOptions options, DatabaseThreads threads) {
    DirectoryLock lock = lock(directory, threads);
    DatabaseMemory memory = new DatabaseMemory(directory.location(), new RootAllocator());
    try {
      EmbeddedDatabase database = new EmbeddedDatabase(directory, options, lock, threads, memory);
      database.openCollections();
      return database;
    } catch (RuntimeException e) {
      threads.close();
      memory.release();
      lock.close();
      throw e;
    }
  }

  private static DirectoryLock lock(StorageDirectory directory, DatabaseThreads threads) {
    try {
      return directory.lock();
    } catch (RuntimeException e) {
      threads.close();
      throw e;
    }
  }

  @Override
  public synchronized EmbeddedCollection createCollection(CollectionSpec spec) {
    requireOpen();
    if (spec.shards() != 1) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "collection '"
              + spec.name()
              + "' with "
              + spec.shards()
              + " shards; an embedded database has 1 a collection, a server can have more");
    }
    if (collections.containsKey(spec.name()) || unopened.containsKey(spec.name())) {
      throw new VicinalException(
          ErrorCode.COLLECTION_EXISTS, "collection '" + spec.name() + "' exists already");
    }
    CatalogEntry entry = catalog.prepare(UUID.randomUUID(), spec);
    EmbeddedCollection collection = openCollection(entry);
    try {
      catalog.add(entry);
    } catch (RuntimeException e) {
      collection.close(Ending.CLOSED);
      throw e;
    }
    collections = with(collections, spec.name(), new OpenCollection(entry, collection));
    return collection;
  }

  @Override
  public EmbeddedCollection collection(String name) {
    requireOpen();
    return find(name).collection();
  }

  @Override
  public List<String> collectionNames() {
    requireOpen();
    return names();
  }

  @Override
  public synchronized void dropCollection(String name) {
    requireOpen();
    UnopenedCollection broken = unopened.get(name);
    CatalogEntry entry = broken == null ? find(name).entry() : broken.entry();
    catalog.remove(entry);
    OpenCollection dropped = collections.get(name);
    collections = without(collections, name);
    unopened = without(unopened, name);
    if (dropped != null) {
      closeDropped(name, dropped.collection());
    }
    delete(entry);
  }

  /** Its log may find no room for its last file, when it is dropped because the disk is full. */
  private static void closeDropped(String name, EmbeddedCollection collection) {
    try {
      collection.close(Ending.DROPPED);
    } catch (RuntimeException e) {
      logger.warn("collection '{}' was dropped, but not closed in order", name, e);
    }
  }

  private void delete(CatalogEntry dropped) {
    try {
      directory.deleteSubdirectory(dropped.directory());
    } catch (RuntimeException e) {
      // It is gone for everybody.
      logger.warn("files of collection '{}' stay until the next start", dropped.spec().name(), e);
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    RuntimeException failure = closeCollections();
    threads.close();
    memory.release();
    lock.close();
    if (failure != null) {
      throw failure;
    }
  }

  private void openCollections() {
    for (CatalogEntry entry : catalog.entries()) {
      String name = entry.spec().name();
      try {
        OpenCollection opened = new OpenCollection(entry, openCollection(entry));
        collections = with(collections, name, opened);
      } catch (RuntimeException e) {
        String part = "collection '" + name + "'";
        logger.error("{} could not be opened; the others are", part, e);
        unopened = with(unopened, name, new UnopenedCollection(entry, part, e));
      }
    }
  }

  private EmbeddedCollection openCollection(CatalogEntry entry) {
    CollectionSpec spec = entry.spec();
    String location = "collection '" + spec.name() + "'";
    StorageDirectory home = directory.subdirectory(entry.directory());
    CollectionEngine engine = openEngine(home.subdirectory(DATA), spec.schema());
    try {
      WriteAheadLog log =
          WriteAheadLog.open(
              home.subdirectory(LOG),
              entry.uuid(),
              engine.durableSequence(),
              options.log(),
              threads.timer());
      return new EmbeddedCollection(spec, engine, recover(location, engine, log), memory);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  private CollectionEngine openEngine(StorageDirectory home, CollectionSchema schema) {
    memory.retain();
    try {
      return CollectionEngine.open(
          home, schema, threads.engineOptions(options), memory.allocator(), memory::release);
    } catch (RuntimeException e) {
      memory.release();
      throw e;
    }
  }

  private LoggedWrites recover(String location, CollectionEngine engine, WriteAheadLog log) {
    try {
      return LoggedWrites.recover(location, engine, log, memory.allocator());
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private @Nullable RuntimeException closeCollections() {
    List<RuntimeException> failures = new ArrayList<>();
    for (OpenCollection open : collections.values()) {
      try {
        open.collection().close(Ending.CLOSED);
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    failures.stream().skip(1).forEach(later -> failures.get(0).addSuppressed(later));
    return failures.isEmpty() ? null : failures.get(0);
  }

  private List<String> names() {
    return Stream.of(collections, unopened)
        .flatMap(each -> each.keySet().stream())
        .sorted()
        .toList();
  }

  private static <T> SortedMap<String, T> with(SortedMap<String, T> map, String name, T value) {
    SortedMap<String, T> more = new TreeMap<>(map);
    more.put(name, value);
    return Collections.unmodifiableSortedMap(more);
  }

  private static <T> SortedMap<String, T> without(SortedMap<String, T> map, String name) {
    SortedMap<String, T> fewer = new TreeMap<>(map);
    fewer.remove(name);
    return Collections.unmodifiableSortedMap(fewer);
  }

  private OpenCollection find(String name) {
    OpenCollection found = collections.get(name);
    if (found != null) {
      return found;
    }
    UnopenedCollection broken = unopened.get(name);
    if (broken != null) {
      throw broken.error();
    }
    throw new VicinalException(
        ErrorCode.UNKNOWN_COLLECTION,
        "no collection '" + name + "'; the collections are " + names());
  }

  private void requireOpen() {
    if (closed) {
      throw new VicinalException(
          ErrorCode.UNAVAILABLE, "the database in " + directory.location() + " is closed");
    }
  }
}
