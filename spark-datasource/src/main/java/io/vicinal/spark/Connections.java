package io.vicinal.spark;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.client.RemoteDatabase;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The connections of this JVM, one for each node and key, shared by all its tasks and kept until
 * the JVM ends: a task would otherwise spend more time on connecting than on a small read. An idle
 * connection costs no thread; a broken one is made anew by the next request.
 */
final class Connections {
  private static final BufferAllocator ROOT = new RootAllocator();
  private static final Map<ConnectionSettings, Slot> SLOTS = new ConcurrentHashMap<>();

  private Connections() {}

  /**
   * The connection to a node; it is not closed by who uses it.
   *
   * @throws VicinalException why there is none
   */
  static RemoteDatabase to(ConnectionSettings settings) {
    return SLOTS.computeIfAbsent(settings, Slot::new).connect();
  }

  /** Bytes of Arrow memory in use by all connections. */
  static long allocatedBytes() {
    return ROOT.getAllocatedMemory();
  }

  /** A place for a connection, made by one task while the others wait, until they are killed. */
  private static final class Slot {
    private final ConnectionSettings settings;
    private final ReentrantLock connecting = new ReentrantLock();
    private @Nullable RemoteDatabase connection;

    Slot(ConnectionSettings settings) {
      this.settings = settings;
    }

    RemoteDatabase connect() {
      try {
        connecting.lockInterruptibly();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new VicinalException(
            ErrorCode.UNAVAILABLE, "interrupted while connecting to " + settings.uri(), e);
      }
      try {
        RemoteDatabase open = connection;
        if (open == null) {
          open = RemoteDatabase.connect(settings.toOptions(), ROOT);
          connection = open;
        }
        return open;
      } finally {
        connecting.unlock();
      }
    }
  }
}
