package io.vicinal.examples.quickstart;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.client.RemoteDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data platform in small: broker, node, Flink job, producer and Spark job, each a process of
 * its own with a class path of its own. Each method starts one program and returns when it is ready
 * or, for programs that end, leaves it running.
 */
final class Platform implements AutoCloseable {
  static final String TOPIC = "synsets";
  static final String DEAD_LETTERS = "synsets-dead-letters";
  static final String COLLECTION = "synsets";
  static final int PARTITIONS = 2;

  private static final Duration START = Duration.ofMinutes(2);
  private static final String ARROW = "--add-opens=java.base/java.nio=ALL-UNNAMED";
  private static final String VECTOR_API = "--add-modules=jdk.incubator.vector";

  private final Path project;
  private final Path work;
  private final ProcessGroup processes;

  /** Of the broker, once it is started. */
  private String bootstrapServers = "";

  /** Of the node, once it is started. */
  private @Nullable NodeAddress node;

  private Platform(Path project, Path work, ProcessGroup processes) {
    this.project = project;
    this.work = work;
    this.processes = processes;
  }

  /** A platform in which nothing runs yet. Logs go to {@code logs} below {@code work}. */
  static Platform open(Path project, Path work) {
    return new Platform(project, work, ProcessGroup.open(work.resolve("logs")));
  }

  /** Starts the Kafka broker; returns its address. */
  String startBroker(int port) {
    String prefix = "ready: Kafka at ";
    Child broker =
        processes.start(
            ChildCommand.java(
                "broker",
                example("broker"),
                flags("-Xmx256m"),
                "io.vicinal.examples.broker.LocalKafka",
                "--data",
                work.resolve("kafka").toString(),
                "--port",
                Integer.toString(port)));
    String line = broker.awaitLine(prefix, START);
    bootstrapServers = line.substring(prefix.length(), line.indexOf(','));
    return bootstrapServers;
  }

  /**
   * Starts a node on its directory, which a node before it may have left.
   *
   * @param name of the process and its log
   */
  Child startNode(String name, int restPort, int flightPort) {
    Child child =
        processes.start(
            ChildCommand.java(
                name,
                ClassPath.ofApplication(project.resolve("server")),
                flags("-Xmx1g", ARROW, VECTOR_API),
                "io.vicinal.server.cli.Vicinal",
                "server",
                "--data",
                work.resolve("node").toString(),
                "--port",
                Integer.toString(restPort),
                "--flight-port",
                Integer.toString(flightPort)));
    node = NodeAddress.parse(child.awaitLine(NodeAddress.READY, START));
    return child;
  }

  /** Where the node listens. */
  NodeAddress node() {
    if (node == null) {
      throw new IllegalStateException("the node is not started");
    }
    return node;
  }

  /** Where the broker listens. */
  String bootstrapServers() {
    return bootstrapServers;
  }

  /** Starts the Flink job, which creates topics and collection if they are absent. */
  Child startJob(String name) {
    Child job =
        processes.start(
            ChildCommand.java(
                name,
                example("flink-job"),
                flags("-Xmx768m", ARROW),
                "io.vicinal.examples.flinkjob.SynsetsToVicinal",
                "--bootstrap",
                bootstrapServers,
                "--topic",
                TOPIC,
                "--dead-letters",
                DEAD_LETTERS,
                "--uri",
                node().flight(),
                "--collection",
                COLLECTION,
                "--parallelism",
                Integer.toString(PARTITIONS)));
    job.awaitLine("ready: ", START);
    awaitCollection(job);
    return job;
  }

  /** A job runs before its tasks do, and the first of these creates the collection. */
  private void awaitCollection(Child job) {
    try (RemoteDatabase database = RemoteDatabase.connect(node().flight())) {
      job.await(
          "collection " + COLLECTION + " in the node",
          START,
          () -> Optional.of(COLLECTION).filter(database.collectionNames()::contains));
    }
  }

  /** Starts the producer; {@link #published} reads its report when it has ended. */
  Child startProducer(String name, List<String> options) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--bootstrap",
                bootstrapServers,
                "--topic",
                TOPIC,
                "--partitions",
                Integer.toString(PARTITIONS),
                "--report",
                report(name).toString()));
    words.addAll(options);
    return processes.start(
        ChildCommand.java(
            name,
            example("producer"),
            flags("-Xmx192m"),
            "io.vicinal.examples.producer.PublishSynsets",
            words.toArray(String[]::new)));
  }

  /** What a producer that has ended has published. */
  Published published(String name) {
    return read(report(name), Published.class);
  }

  /** Starts the Spark job; {@link #joined} reads its report when it has ended. */
  Child startJoin(int queries, Path deletedIds) {
    List<String> flags = new ArrayList<>(flags("-Xmx1g"));
    flags.addAll(SparkFlags.of());
    return processes.start(
        ChildCommand.java(
            "spark",
            example("spark-job"),
            flags,
            "io.vicinal.examples.sparkjob.JoinAdjectives",
            "--uri",
            node().flight(),
            "--collection",
            COLLECTION,
            "--queries",
            Integer.toString(queries),
            "--deleted-ids",
            deletedIds.toString(),
            "--report",
            report("spark").toString()));
  }

  /** What the Spark job found. */
  Joined joined() {
    return read(report("spark"), Joined.class);
  }

  /** The file that a program writes its report to. */
  Path report(String name) {
    return work.resolve(name + "-report.json");
  }

  /** Stops everything; returns when no process is left. */
  @Override
  public void close() {
    processes.close();
  }

  private ClassPath example(String module) {
    return ClassPath.ofModule(project.resolve("examples").resolve(module));
  }

  /** Temporary files below the work directory: some libraries leave theirs behind. */
  private List<String> flags(String... flags) {
    List<String> all = new ArrayList<>(List.of(flags));
    all.add("-Djava.io.tmpdir=" + temporary());
    return all;
  }

  private Path temporary() {
    try {
      return Files.createDirectories(work.resolve("tmp"));
    } catch (IOException e) {
      throw new VicinalException(
          ErrorCode.STORAGE_FAILURE, "directory of temporary files in " + work + ": " + e, e);
    }
  }

  private static <T> T read(Path file, Class<T> type) {
    try {
      return new ObjectMapper().readValue(Files.readAllBytes(file), type);
    } catch (IOException e) {
      throw new VicinalException(
          ErrorCode.STORAGE_FAILURE, "report " + file + ": cannot be read: " + e, e);
    }
  }
}
