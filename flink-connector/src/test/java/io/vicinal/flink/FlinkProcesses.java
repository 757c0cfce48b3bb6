package io.vicinal.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A JobManager and TaskManagers in processes of their own, from Flink's own scripts. */
final class FlinkProcesses {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path home;
  private final Path directory;
  private final int restPort = TestNode.freePort();
  private final int rpcPort = TestNode.freePort();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Process> processes = new ArrayList<>();

  /**
   * Starts a JobManager.
   *
   * @param home a Flink distribution, which stays as it is
   * @param directory where configuration, logs and checkpoints go
   * @param connector the jar that is put into lib/
   */
  static FlinkProcesses start(Path home, Path directory, Path connector) throws IOException {
    FlinkProcesses cluster = new FlinkProcesses(home, directory);
    cluster.configure(connector);
    cluster.launch("jobmanager.sh", "start-foreground");
    return cluster;
  }

  private FlinkProcesses(Path home, Path directory) {
    this.home = home;
    this.directory = directory;
  }

  Process startTaskManager() throws IOException {
    return launch("taskmanager.sh", "start-foreground");
  }

  /** Whether a TaskManager has reported to the JobManager. */
  boolean hasSlots() {
    return get("/overview").path("slots-available").asInt() > 0;
  }

  /** Submits the main class of a jar, and does not wait for the job. */
  void run(Path jar, Class<?> main, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("run", "-d", "-c", main.getName(), jar.toString()));
    command.addAll(List.of(arguments));
    submit(command);
  }

  /** The id of the only job that is not over. */
  String runningJob() {
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      if (!job.path("state").asText().equals("FINISHED")) {
        return job.path("jid").asText();
      }
    }
    throw new IllegalStateException("no job runs; see " + directory);
  }

  /** The state of a job, as in RUNNING. */
  String state(String job) {
    return get("/jobs/" + job).path("state").asText();
  }

  /** How many checkpoints of a job are complete. */
  int checkpoints(String job) {
    return get("/jobs/" + job + "/checkpoints").path("counts").path("completed").asInt();
  }

  /** How many failures a job has seen. */
  int failures(String job) {
    return get("/jobs/" + job + "/exceptions").path("exceptionHistory").path("entries").size();
  }

  private JsonNode get(String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + restPort + path))
              .timeout(Duration.ofSeconds(20))
              .build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      // It starts, or is busy: whoever waits asks again.
      return JSON.createObjectNode();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void configure(Path connector) throws IOException {
    Path lib = Files.createDirectories(directory.resolve("lib"));
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      for (Path jar : jars.toList()) {
        Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar.toAbsolutePath());
      }
    }
    Files.copy(connector, lib.resolve("vicinal-flink.jar"));
    Path conf = Files.createDirectories(directory.resolve("conf"));
    try (Stream<Path> files = Files.list(home.resolve("conf"))) {
      for (Path file : files.toList()) {
        Files.copy(file, conf.resolve(file.getFileName()));
      }
    }
    String opens =
        Files.readAllLines(home.resolve("conf/config.yaml")).stream()
            .map(String::strip)
            .filter(line -> line.startsWith("all: "))
            .findFirst()
            .orElseThrow();
    Map<String, Object> settings =
        Map.ofEntries(
            Map.entry("env.java.opts.all", opens.substring("all: ".length())),
            Map.entry("env.java.opts.client", "-Xmx256m"),
            Map.entry("jobmanager.rpc.address", "127.0.0.1"),
            Map.entry("jobmanager.rpc.port", rpcPort),
            Map.entry("jobmanager.bind-host", "127.0.0.1"),
            Map.entry("jobmanager.memory.process.size", "1000m"),
            Map.entry("taskmanager.host", "127.0.0.1"),
            Map.entry("taskmanager.bind-host", "127.0.0.1"),
            Map.entry("taskmanager.numberOfTaskSlots", 2),
            Map.entry("taskmanager.memory.process.size", "1100m"),
            Map.entry("taskmanager.memory.managed.size", "64m"),
            Map.entry("taskmanager.memory.task.off-heap.size", "128m"),
            Map.entry("rest.address", "127.0.0.1"),
            Map.entry("rest.bind-address", "127.0.0.1"),
            Map.entry("rest.port", restPort),
            Map.entry("heartbeat.interval", 1_000),
            Map.entry("heartbeat.timeout", 20_000),
            Map.entry("restart-strategy.type", "fixed-delay"),
            Map.entry("restart-strategy.fixed-delay.attempts", 20),
            Map.entry("restart-strategy.fixed-delay.delay", "500 ms"),
            Map.entry("execution.checkpointing.interval", "500 ms"),
            Map.entry(
                "execution.checkpointing.dir",
                directory.resolve("checkpoints").toAbsolutePath().toUri()));
    List<String> lines =
        settings.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).sorted().toList();
    Files.write(conf.resolve("config.yaml"), lines);
  }

  private Process launch(String script, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve(script).toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "FLINK_CONF_DIR", directory.resolve("conf").toAbsolutePath().toString(),
                "FLINK_LIB_DIR", directory.resolve("lib").toAbsolutePath().toString(),
                "FLINK_LOG_DIR", directory.resolve("log").toAbsolutePath().toString(),
                "FLINK_PID_DIR", directory.toAbsolutePath().toString()));
    Files.createDirectories(directory.resolve("log"));
    builder.redirectOutput(directory.resolve(script + "-" + processes.size() + ".out").toFile());
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private void submit(List<String> arguments) throws Exception {
    Process client = launch("flink", arguments.toArray(String[]::new));
    int code = client.waitFor();
    if (code != 0) {
      Path out = directory.resolve("flink-" + (processes.size() - 1) + ".out");
      throw new IllegalStateException(
          "flink ended with %d:\n%s".formatted(code, Files.readString(out)));
    }
  }

  void stop() throws InterruptedException {
    processes.forEach(Process::destroyForcibly);
    for (Process process : processes) {
      process.waitFor();
    }
  }
}
