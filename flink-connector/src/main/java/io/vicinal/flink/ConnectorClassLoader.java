package io.vicinal.flink;

import java.util.function.Supplier;

/**
 * Runs calls of the network with the connector's own class loader as the thread's.
 *
 * <p>A task's thread has the class loader of its job, which Flink closes when the job ends. Threads
 * of gRPC outlive the job if the connector lies in Flink's lib/, and inherit it; the next job's
 * first use of an Arrow class that looks for services would then fail in them, for ever.
 */
final class ConnectorClassLoader {
  private ConnectorClassLoader() {}

  static <T> T call(Supplier<T> step) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(get());
    try {
      return step.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  static void run(Runnable step) {
    Boolean unused =
        call(
            () -> {
              step.run();
              return true;
            });
  }

  static ClassLoader get() {
    return ConnectorClassLoader.class.getClassLoader();
  }
}
