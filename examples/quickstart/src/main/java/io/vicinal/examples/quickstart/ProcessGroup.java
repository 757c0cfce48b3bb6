package io.vicinal.examples.quickstart;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Child processes that do not outlive this one. They are stopped, the last one first and each with
 * its descendants, by {@link #close}, and by a shutdown hook on Ctrl-C, SIGTERM and {@code exit}.
 * If this process is killed, the {@link Leash} of each child ends it.
 *
 * <p>Thread-safe: the shutdown hook may run while {@link #start} does, and then nothing starts any
 * more.
 */
final class ProcessGroup implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Path logs;
  private final Duration grace;
  private final Thread hook = new Thread(this::stop, "stop-children");

  /** The last one started is the first. Guarded by this. */
  private final Deque<Child> children = new ArrayDeque<>();

  /** Guarded by this. */
  private boolean stopped;

  private ProcessGroup(Path logs, Duration grace) {
    this.logs = logs;
    this.grace = grace;
  }

  /** A group whose children have 20 seconds to end when asked to. */
  static ProcessGroup open(Path logs) {
    return open(logs, GRACE);
  }

  /**
   * A group without children.
   *
   * @param logs directory of the log files, created if absent
   * @param grace from asking a child to end to killing it
   */
  static ProcessGroup open(Path logs, Duration grace) {
    try {
      Files.createDirectories(logs);
    } catch (IOException e) {
      throw new VicinalException(
          ErrorCode.STORAGE_FAILURE, "directory of logs " + logs + ": cannot create it: " + e, e);
    }
    ProcessGroup group = new ProcessGroup(logs, grace);
    Runtime.getRuntime().addShutdownHook(group.hook);
    return group;
  }

  /**
   * Starts a process that prints to {@code NAME.log}.
   *
   * @throws VicinalException {@code UNAVAILABLE} if the group is stopped or the program cannot be
   *     started
   */
  synchronized Child start(ChildCommand command) {
    if (stopped) {
      throw new VicinalException(
          ErrorCode.UNAVAILABLE,
          "process " + command.name() + ": expected to start it, but its group is stopped");
    }
    Path log = logs.resolve(command.name() + ".log");
    try {
      Process process =
          new ProcessBuilder(command.words())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Child child = new Child(command.name(), process, log);
      children.push(child);
      return child;
    } catch (IOException e) {
      throw new VicinalException(
          ErrorCode.UNAVAILABLE, "process " + command.name() + ": cannot start it: " + e, e);
    }
  }

  /** Stops the children; returns when none of them is left. */
  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // This close was called while the JVM ends: the hook finds nothing left to stop.
    }
  }

  private synchronized void stop() {
    stopped = true;
    while (!children.isEmpty()) {
      stop(children.pop());
    }
  }

  private void stop(Child child) {
    // Descendants first: once their parent has ended they cannot be found any more.
    List<ProcessHandle> tree = new ArrayList<>();
    ProcessHandle root = child.process().toHandle();
    Stream.concat(root.descendants(), Stream.of(root)).forEach(tree::add);
    tree.forEach(ProcessHandle::destroy);
    if (!endWithin(tree)) {
      tree.forEach(ProcessHandle::destroyForcibly);
      endWithin(tree);
    }
  }

  private boolean endWithin(List<ProcessHandle> processes) {
    CompletableFuture<?>[] ends =
        processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(grace.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new VicinalException(ErrorCode.INTERNAL, "cannot wait for a process: " + e, e);
    } catch (InterruptedException e) {
      // Interrupted or not, no child may be left: the caller goes on to kill.
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
