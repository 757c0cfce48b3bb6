package io.vicinal.spark;

import io.vicinal.client.RemoteDatabase;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * The connections of this JVM, one for each node and key, shared by all its tasks and kept until
 * the JVM ends: a task would otherwise spend more time on connecting than on a small read. An idle
 * connection costs no thread; a broken one is made anew by the next request.
 */
final class Connections {
  private static final BufferAllocator ROOT = new RootAllocator();
  private static final Map<ConnectionSettings, RemoteDatabase> OPEN = new HashMap<>();

  private Connections() {}

  /** The connection to a node; it is not closed by who uses it. */
  static RemoteDatabase to(ConnectionSettings settings) {
    synchronized (OPEN) {
      return OPEN.computeIfAbsent(
          settings, missing -> RemoteDatabase.connect(missing.toOptions(), ROOT));
    }
  }

  /** Bytes of Arrow memory in use by all connections. */
  static long allocatedBytes() {
    return ROOT.getAllocatedMemory();
  }
}
