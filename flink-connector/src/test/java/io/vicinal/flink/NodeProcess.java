package io.vicinal.flink;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node in a process of its own, started as users do, that can be killed. */
final class NodeProcess {
  private static final Pattern READY =
      Pattern.compile(".* is ready: REST \\S+, Flight (grpc://\\S+:(\\d+)), .*");

  private final Path launcher;
  private final Path directory;
  private Process process;
  private String uri = "";
  private int port;

  private NodeProcess(Path launcher, Path directory) throws IOException {
    this.launcher = launcher;
    this.directory = directory;
    this.process = launch();
  }

  /**
   * Starts a node and waits until it is ready.
   *
   * @param launcher {@code bin/vicinal}
   * @param directory where its data and its log go
   */
  static NodeProcess start(Path launcher, Path directory) throws IOException {
    return new NodeProcess(launcher, directory);
  }

  String uri() {
    return uri;
  }

  /** Kills the process, as kill -9 does, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Starts again on the same directory and port. */
  void startAgain() throws IOException {
    process = launch();
  }

  private Process launch() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                launcher.toString(),
                "server",
                "--data",
                directory.resolve("data").toString(),
                "--port",
                "0",
                "--flight-port",
                Integer.toString(port)));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("VICINAL_JAVA_OPTS", "-Xmx512m");
    Process started =
        builder
            .redirectError(ProcessBuilder.Redirect.appendTo(directory.resolve("node.log").toFile()))
            .start();
    awaitReady(started);
    return started;
  }

  private void awaitReady(Process started) throws IOException {
    BufferedReader out = started.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.matches()) {
        uri = ready.group(1);
        port = Integer.parseInt(ready.group(2));
        return;
      }
    }
    throw new IOException("the node ended before it was ready; see " + directory + "/node.log");
  }

  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      kill();
    }
  }
}
