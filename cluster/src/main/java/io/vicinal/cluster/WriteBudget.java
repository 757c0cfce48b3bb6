package io.vicinal.cluster;

/**
 * The bytes of writes that a database may have on the heap at a time: those that wait for their
 * shard's log, and those that are on their way into it. One for all shards, because there is one
 * heap. Thread safe.
 */
final class WriteBudget {
  private final long maxBytes;
  private long taken;

  WriteBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Takes so many bytes, if there are; who comes alone gets them however many they are. */
  synchronized boolean tryTake(long bytes) {
    if (taken > 0 && taken + bytes > maxBytes) {
      return false;
    }
    taken += bytes;
    return true;
  }

  /** Gives back what was taken. */
  synchronized void giveBack(long bytes) {
    taken -= bytes;
  }

  /** What is taken at present. */
  synchronized long taken() {
    return taken;
  }

  @Override
  public String toString() {
    return taken() + " of " + maxBytes + " bytes";
  }
}
