package io.vicinal.core;

import io.vicinal.core.segment.ReferenceCount;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of a database. Its users are the database itself, each collection with its open scans,
 * and calls that are under way; it is given back after the last of them. Thread safe.
 */
final class DatabaseMemory {
  private static final Logger logger = LoggerFactory.getLogger(DatabaseMemory.class);

  private final String location;
  private final RootAllocator root = new RootAllocator();
  private final ReferenceCount users = new ReferenceCount(this::free);

  /** Memory with one user, the caller. */
  DatabaseMemory(String location) {
    this.location = location;
  }

  /** The allocator, for users. */
  BufferAllocator allocator() {
    return root;
  }

  /** Adds a user unless the last one has gone; says whether it did. */
  boolean tryRetain() {
    return users.tryRetain();
  }

  /** Adds a user beside the caller, who is one. */
  void retain() {
    users.retain();
  }

  /** Removes a user. */
  void release() {
    users.release();
  }

  private void free() {
    try {
      root.close();
    } catch (IllegalStateException e) {
      // Whoever took batches out of a scan may keep them, and frees them itself.
      logger.warn("{} was closed while batches of it are in use", location, e);
    }
  }
}
