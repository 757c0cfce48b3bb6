package io.vicinal.examples.quickstart;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A process of a {@link ProcessGroup}. All that it prints goes to {@link #log()}. Waiting for it to
 * do something ends at once, with an error that shows the end of its log, if the process does.
 */
final class Child {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int LOG_LINES_IN_MESSAGES = 15;

  private final String name;
  private final Process process;
  private final Path log;

  Child(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  String name() {
    return name;
  }

  /** Everything the process printed. */
  Path log() {
    return log;
  }

  Process process() {
    return process;
  }

  /**
   * The first line of the log that starts with {@code prefix}, once it is there.
   *
   * @throws VicinalException {@code UNAVAILABLE} if the process ends first or {@code limit} passes
   */
  String awaitLine(String prefix, Duration limit) {
    return await(
        "a line that starts with '" + prefix + "'",
        limit,
        () -> completeLines().stream().filter(line -> line.startsWith(prefix)).findFirst());
  }

  /**
   * Returns when something accepts connections on the loopback port.
   *
   * @throws VicinalException {@code UNAVAILABLE} if the process ends first or {@code limit} passes
   */
  void awaitPort(int port, Duration limit) {
    await("port " + port + " open", limit, () -> Optional.of(port).filter(Child::accepts));
  }

  /**
   * Returns when the process has ended with exit code 0.
   *
   * @throws VicinalException {@code UNAVAILABLE} if the code is another or {@code limit} passes
   */
  void awaitSuccess(Duration limit) {
    if (!endsWithin(limit)) {
      throw failure("expected to end within " + limit.toSeconds() + " s, but still runs");
    }
    if (process.exitValue() != 0) {
      throw failure("expected exit code 0, found " + process.exitValue());
    }
  }

  /**
   * Nothing, as long as the process runs.
   *
   * @throws VicinalException {@code UNAVAILABLE} if it has ended
   */
  void checkAlive() {
    if (!process.isAlive()) {
      throw failure("expected it running, but it ended with exit code " + process.exitValue());
    }
  }

  /**
   * Nothing, as long as the process runs, and when it has ended with exit code 0.
   *
   * @throws VicinalException {@code UNAVAILABLE} if the code is another
   */
  void checkNotFailed() {
    if (!process.isAlive()) {
      awaitSuccess(Duration.ZERO);
    }
  }

  /**
   * What the condition gives, once it gives something.
   *
   * @param what is awaited, for messages
   * @throws VicinalException {@code UNAVAILABLE} if the process ends first or {@code limit} passes
   */
  <T> T await(String what, Duration limit, Supplier<Optional<T>> condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      // In this order: what a process did before its end counts.
      boolean ended = endsWithin(POLL);
      Optional<T> met = condition.get();
      if (met.isPresent()) {
        return met.get();
      }
      if (ended) {
        throw failure("expected " + what + ", but it ended with exit code " + process.exitValue());
      }
      if (System.nanoTime() - deadline > 0) {
        throw failure("expected " + what + " within " + limit.toSeconds() + " s");
      }
    }
  }

  private boolean endsWithin(Duration limit) {
    try {
      return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("waiting for it was interrupted");
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  private VicinalException failure(String what) {
    List<String> lines = lines(text());
    String end =
        String.join(
            "\n  ", lines.subList(Math.max(0, lines.size() - LOG_LINES_IN_MESSAGES), lines.size()));
    return new VicinalException(
        ErrorCode.UNAVAILABLE,
        "process " + name + ": " + what + ". Its log " + log + " ends with:\n  " + end);
  }

  /** Without the line that is being written. */
  private List<String> completeLines() {
    String text = text();
    return lines(text.substring(0, text.lastIndexOf('\n') + 1));
  }

  private static List<String> lines(String text) {
    return text.lines().filter(Predicate.not(String::isBlank)).toList();
  }

  private String text() {
    try {
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the log of process " + name, e);
    }
  }
}
