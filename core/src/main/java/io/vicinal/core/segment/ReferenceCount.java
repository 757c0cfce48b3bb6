package io.vicinal.core.segment;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the users of something that must be freed once, after the last of them. It starts with one
 * user, its creator. Safe for use by several threads.
 */
public final class ReferenceCount {
  private final AtomicInteger users = new AtomicInteger(1);
  private final Runnable free;

  /** A count whose last user runs {@code free}. */
  public ReferenceCount(Runnable free) {
    this.free = free;
  }

  /** Adds a user unless the last one has gone; says whether it did. */
  public boolean tryRetain() {
    int found = users.get();
    while (found > 0) {
      if (users.compareAndSet(found, found + 1)) {
        return true;
      }
      found = users.get();
    }
    return false;
  }

  /** Adds a user; there must be one, which the caller knows because it is one. */
  public void retain() {
    if (!tryRetain()) {
      throw new IllegalStateException("used after its last user released it");
    }
  }

  /** Whether there is a user; who is none itself learns only that there was one just now. */
  boolean isInUse() {
    return users.get() > 0;
  }

  /** Removes a user, and frees what is counted if it was the last. */
  public void release() {
    int left = users.decrementAndGet();
    if (left == 0) {
      free.run();
    } else if (left < 0) {
      throw new IllegalStateException("released more often than retained");
    }
  }
}
