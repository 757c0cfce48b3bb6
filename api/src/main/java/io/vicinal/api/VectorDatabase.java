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
   * @throws VicinalException {@link ErrorCode#UNKNOWN_COLLECTION}, naming those that exist; another
   *     code, as {@link ErrorCode#DAMAGED_FILE}, when it exists and could not be opened
   */
  VectorCollection collection(String name);

  /** The names of all collections, sorted, be it that one could not be opened. */
  List<String> collectionNames();

  /**
   * Removes a collection and its records for ever, also one that could not be opened.
   *
   * @throws VicinalException {@link ErrorCode#UNKNOWN_COLLECTION}
   */
  void dropCollection(String name);

  /** Finishes what is running and releases files and connections; idempotent. */
  @Override
  void close();
}
