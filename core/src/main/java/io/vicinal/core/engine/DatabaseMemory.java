package io.vicinal.core.engine;

import io.vicinal.core.segment.ReferenceCount;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of a database. Its users are the database itself, each collection with its open scans,
 * and calls that are under way; it is given back after the last of them. Thread safe.
 */
public final class DatabaseMemory {
  private static final Logger logger = LoggerFactory.getLogger(DatabaseMemory.class);

  private final String location;
  private final BufferAllocator allocator;
  private final ReferenceCount users = new ReferenceCount(this::free);

  /**
   * Memory with one user, the caller.
   *
   * @param location of the database, for messages
   * @param allocator closed after the last user has gone
   */
  public DatabaseMemory(String location, BufferAllocator allocator) {
    this.location = location;
    this.allocator = allocator;
  }

  /** The allocator, for users. */
  public BufferAllocator allocator() {
    return allocator;
  }

  /** Adds a user unless the last one has gone; says whether it did. */
  public boolean tryRetain() {
    return users.tryRetain();
  }

  /** Adds a user beside the caller, who is one. */
  public void retain() {
    users.retain();
  }

  /** Removes a user. */
  public void release() {
    users.release();
  }

  private void free() {
    try {
      allocator.close();
    } catch (IllegalStateException e) {
      // Whoever took batches out of a scan may keep them, and frees them itself.
      logger.warn("{} was closed while batches of it are in use", location, e);
    }
  }
}
