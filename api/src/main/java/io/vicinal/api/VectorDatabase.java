package io.vicinal.api;

import java.util.List;

/** A set of named collections. Thread safe. Closing it closes its collections. */
public interface VectorDatabase extends AutoCloseable {
  /**
   * Creates an empty collection.
   *
   * @throws VicinalException {@link ErrorCode#COLLECTION_EXISTS}
   */
  VectorCollection createCollection(CollectionSpec spec);

  /**
   * The collection of that name.
   *
   * @throws VicinalException {@link ErrorCode#UNKNOWN_COLLECTION}, naming those that exist
   */
  VectorCollection collection(String name);

  /** The names of all collections, sorted. */
  List<String> collectionNames();

  /**
   * Removes a collection and its records for ever.
   *
   * @throws VicinalException {@link ErrorCode#UNKNOWN_COLLECTION}
   */
  void dropCollection(String name);

  /** Finishes what is running and releases files and connections; idempotent. */
  @Override
  void close();
}
