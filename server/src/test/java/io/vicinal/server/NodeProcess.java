package io.vicinal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.client.ConnectionOptions;
import io.vicinal.client.RemoteDatabase;
import io.vicinal.client.RetryPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real thing: a process started by the launcher. Its process is the node's own. */
final class NodeProcess implements AutoCloseable {
  static final Path LAUNCHER = Path.of("..", "bin", "vicinal").toAbsolutePath().normalize();
  private static final Pattern READY =
      Pattern.compile("vicinal \\S+ is ready: REST (\\S+), Flight (\\S+), data (.+)");
  private static final long START_SECONDS = 120;
  private static final long EXIT_SECONDS = 60;

  private final Process process;
  private final Path errors;
  private final String restUri;
  private final String flightUri;

  private NodeProcess(Process process, Path errors, String restUri, String flightUri) {
    this.process = process;
    this.errors = errors;
    this.restUri = restUri;
    this.flightUri = flightUri;
  }

  /** Starts a node on free ports and waits for its ready line. */
  static NodeProcess start(Path folder, String... flags) throws IOException {
    Path errors = Files.createTempFile(folder, "node", ".err");
    List<String> words = new ArrayList<>(List.of("server", "--port", "0", "--flight-port", "0"));
    words.addAll(List.of("--data", folder.resolve("data").toString()));
    words.addAll(List.of(flags));
    Process process = launch(words, errors);
    String ready = awaitFirstLine(process);
    Matcher matcher = READY.matcher(ready);
    if (!matcher.matches()) {
      process.destroyForcibly();
      throw new AssertionError(
          "no ready line but '" + ready + "', and: " + Files.readString(errors));
    }
    assertThat(matcher.group(3)).isEqualTo(folder.resolve("data").toString());
    return new NodeProcess(process, errors, matcher.group(1), matcher.group(2));
  }

  /** Runs any command; its errors go to a file. */
  static Process launch(List<String> words, Path errors) throws IOException {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().put("VICINAL_JAVA_OPTS", "-Xmx512m");
    return builder.start();
  }

  String restUri() {
    return restUri;
  }

  String errors() throws IOException {
    return Files.readString(errors);
  }

  RemoteDatabase connect() {
    return RemoteDatabase.connect(ConnectionOptions.of(flightUri).withRetry(RetryPolicy.NONE));
  }

  /** SIGTERM; returns the exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The wait for a line cannot be interrupted, so it has a thread of its own. */
  private static String awaitFirstLine(Process process) {
    try {
      return CompletableFuture.supplyAsync(() -> firstLine(process))
          .get(START_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new AssertionError("no line of the node within " + START_SECONDS + " s", e);
    }
  }

  private static String firstLine(Process process) {
    try {
      String line =
          new BufferedReader(
                  new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      return line == null ? "the end of its output" : line;
    } catch (IOException e) {
      throw new UncheckedIOException("no output of the node", e);
    }
  }
}
