package io.vicinal.flink;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.client.RemoteDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged jar in a Flink of real processes, with a node of its own that is killed. */
final class FlinkProcessesIT {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final String FLINK = System.getProperty("vicinal.flink.version", "");
  private static final Path HOME = TARGET.resolve("flink-" + FLINK);
  private static final Path WORK = TARGET.resolve("flink-processes");
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private static @Nullable NodeProcess startedNode;
  private static @Nullable FlinkProcesses startedFlink;
  private static @Nullable Process startedTaskManager;

  @BeforeAll
  static void start() throws Exception {
    assumeThat(flinkHome()).as("wheels of Flink %s from PyPI", FLINK).isTrue();
    deleteTree(WORK);
    Files.createDirectories(WORK);
    FlinkProcesses flink = FlinkProcesses.start(HOME, WORK, connector());
    startedFlink = flink;
    startedTaskManager = flink.startTaskManager();
    startedNode = NodeProcess.start(TARGET.resolve("../../bin/vicinal").normalize(), WORK);
    await().atMost(LONGEST).until(flink::hasSlots);
  }

  @AfterAll
  static void stop() throws Exception {
    if (startedFlink != null) {
      startedFlink.stop();
    }
    if (startedNode != null) {
      startedNode.stop();
    }
  }

  /** Makes a Flink home on first use; false if the wheels cannot be had. */
  private static boolean flinkHome() throws Exception {
    Process script =
        new ProcessBuilder("src/test/scripts/flink-home", FLINK, HOME.toString())
            .inheritIO()
            .start();
    int code = script.waitFor();
    assertThat(code).as("exit code of flink-home").isIn(0, 3);
    return code == 0;
  }

  private static Path connector() throws IOException {
    try (var jars = Files.newDirectoryStream(TARGET, "vicinal-flink-*.jar")) {
      return jars.iterator().next();
    }
  }

  @Test
  void sqlJobWithTheConnectorInLibSurvivesKillingTheNode() throws Exception {
    FlinkProcesses flink = requireNonNull(startedFlink);
    NodeProcess node = requireNonNull(startedNode);
    int keys = 3_000;
    long rows = 30_000;
    flink.run(
        jar("sql.jar", SqlStatements.class),
        SqlStatements.class,
        """
        CREATE TABLE numbers (n BIGINT) WITH ('connector' = 'datagen',
          'rows-per-second' = '2000', 'fields.n.kind' = 'sequence',
          'fields.n.start' = '1', 'fields.n.end' = '%d')"""
            .formatted(rows),
        """
        CREATE TABLE docs (id BIGINT, v ARRAY<FLOAT>, n BIGINT, PRIMARY KEY (id) NOT ENFORCED)
        WITH ('connector' = 'vicinal', 'uri' = '%s', 'collection' = 'docs',
          'sink.create-collection' = 'true', 'sink.buffer-flush.max-rows' = '100',
          'vector.v.dimension' = '2', 'vector.v.metric' = 'euclidean')"""
            .formatted(node.uri()),
        """
        INSERT INTO docs
        SELECT CAST(n %% %d AS BIGINT), ARRAY[CAST(n AS FLOAT), CAST(1 AS FLOAT)], n
        FROM numbers"""
            .formatted(keys));
    String job = flink.runningJob();
    await().atMost(LONGEST).until(() -> records(node, "docs").size() > 500);
    node.kill();
    node.startAgain();
    await().atMost(LONGEST).until(() -> flink.state(job).equals("FINISHED"));

    Map<String, Object> expected = new TreeMap<>();
    for (long n = rows - keys + 1; n <= rows; n++) {
      expected.put(Long.toString(n % keys), n);
    }
    assertThat(records(node, "docs")).isEqualTo(expected);
    assertThat(flink.failures(job)).isZero();
  }

  @Test
  void dataStreamJobThatBringsTheConnectorSurvivesKillingTheTaskManager() throws Exception {
    FlinkProcesses flink = requireNonNull(startedFlink);
    NodeProcess node = requireNonNull(startedNode);
    int keys = 700;
    long changes = 30_000;
    flink.run(
        jarWithConnector("points.jar", CountingJob.class),
        CountingJob.class,
        node.uri(),
        "points",
        Long.toString(changes),
        Integer.toString(keys),
        "2000");
    String job = flink.runningJob();
    await().atMost(LONGEST).until(() -> flink.checkpoints(job) >= 2);
    requireNonNull(startedTaskManager).destroyForcibly().waitFor();
    startedTaskManager = flink.startTaskManager();
    await().atMost(LONGEST).until(() -> flink.state(job).equals("FINISHED"));

    Map<String, Object> expected = new TreeMap<>();
    for (long n = changes - keys + 1; n <= changes; n++) {
      if (!CountingJob.deletes(n)) {
        expected.put(Long.toString(n % keys), n);
      }
    }
    assertThat(records(node, "points")).isEqualTo(expected);
    assertThat(flink.failures(job)).isPositive();
  }

  /** The attribute n of every record by id; none while the collection does not exist. */
  private static Map<String, Object> records(NodeProcess node, String collection) {
    Map<String, Object> records = new TreeMap<>();
    try (RemoteDatabase database = RemoteDatabase.connect(node.uri());
        var cursor = database.collection(collection).scan(ScanRequest.ALL)) {
      while (cursor.hasNext()) {
        VectorRecord record = cursor.next();
        records.put(record.id().toString(), record.attributes().getOrDefault("n", -1L));
      }
    } catch (VicinalException e) {
      if (e.code() != ErrorCode.UNKNOWN_COLLECTION) {
        throw e;
      }
    }
    return records;
  }

  /** A jar of a job's class alone. */
  private static Path jar(String name, Class<?> main) throws IOException {
    Path jar = WORK.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      add(main, out);
    }
    return jar;
  }

  /** The packaged connector and the job's class in one jar. */
  private static Path jarWithConnector(String name, Class<?> main) throws IOException {
    Path jar = WORK.resolve(name);
    try (JarFile connector = new JarFile(connector().toFile());
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (JarEntry entry : connector.stream().toList()) {
        out.putNextEntry(new JarEntry(entry.getName()));
        connector.getInputStream(entry).transferTo(out);
      }
      add(main, out);
    }
    return jar;
  }

  private static void add(Class<?> type, JarOutputStream out) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    out.putNextEntry(new JarEntry(name));
    try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
      requireNonNull(bytes).transferTo(out);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException error)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
