package io.vicinal.testkit;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VectorDatabase;
import io.vicinal.api.VicinalException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database in memory that finds exactly what a request asks for, by looking at every record. It
 * has no index, no columns and no log, so that it errs in other ways than what is compared with it.
 *
 * <p>Thread safe: one thing at a time.
 */
public final class ExactDatabase implements VectorDatabase {
  private final Map<String, ExactCollection> collections = new TreeMap<>();
  private final AtomicInteger openScans = new AtomicInteger();
  private boolean closed;

  /** The number of scans that were opened and not closed yet. */
  public int openScans() {
    return openScans.get();
  }

  @Override
  public synchronized ExactCollection createCollection(CollectionSpec spec) {
    requireOpen();
    if (collections.containsKey(spec.name())) {
      throw new VicinalException(
          ErrorCode.COLLECTION_EXISTS, "collection '" + spec.name() + "' exists already");
    }
    ExactCollection created = new ExactCollection(spec, openScans);
    collections.put(spec.name(), created);
    return created;
  }

  @Override
  public synchronized ExactCollection collection(String name) {
    requireOpen();
    ExactCollection found = collections.get(name);
    if (found == null) {
      throw new VicinalException(
          ErrorCode.UNKNOWN_COLLECTION,
          "no collection '" + name + "'; the collections are " + collections.keySet());
    }
    return found;
  }

  @Override
  public synchronized List<String> collectionNames() {
    requireOpen();
    return List.copyOf(collections.keySet());
  }

  @Override
  public synchronized void dropCollection(String name) {
    collection(name).drop();
    collections.remove(name);
  }

  @Override
  public synchronized void close() {
    closed = true;
    collections.values().forEach(ExactCollection::close);
  }

  private void requireOpen() {
    if (closed) {
      throw new VicinalException(ErrorCode.UNAVAILABLE, "the database in memory is closed");
    }
  }
}
