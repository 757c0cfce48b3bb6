package io.vicinal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Mutation;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordCursor;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import io.vicinal.client.BatchWriter;
import io.vicinal.client.RemoteCollection;
import io.vicinal.client.RemoteDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show. */
class NodeProcessIT {
  private static final int BATCH = 50;
  private static final CollectionSpec POINTS =
      CollectionSpec.of(
          "points",
          new CollectionSchema(
              IdType.INT64, List.of(VectorField.of("v", 4, Metric.EUCLIDEAN)), List.of()));

  private final Path folder;

  NodeProcessIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void startsAnnouncesItselfAndStopsInOrder() throws Exception {
    try (NodeProcess node = NodeProcess.start(folder)) {
      assertThat(get(node.restUri() + "/readyz")).isEqualTo("ready\n");
      try (RemoteDatabase remote = node.connect()) {
        remote.createCollection(POINTS).upsert(List.of(point(1)));
      }

      assertThat(node.terminate()).isZero();
      assertThat(node.errors())
          .contains("the node has stopped")
          .contains("Flight DO_PUT OK")
          .doesNotContain("incubator")
          .doesNotContain("WARN")
          .doesNotContain("ERROR");
    }
  }

  /** It ended with 143, and left its directory as a crash would. */
  @Test
  void stopsInOrderWhileItIsStarting() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path errors = folder.resolve("starting.err");
    List<String> words = new ArrayList<>(List.of("server", "--port", "" + port));
    words.addAll(List.of("--flight-port", "0", "--data", folder.resolve("data").toString()));
    Process node = NodeProcess.launch(words, errors);
    // REST listens first, before the collections are opened.
    await().until(() -> isLive(port) || !node.isAlive());
    node.destroy();
    assertThat(node.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(node.exitValue()).as(Files.readString(errors)).isZero();
    assertThat(errors).content().contains("the node has stopped").doesNotContain("vicinal: ");
  }

  private static boolean isLive(int port) throws InterruptedException {
    try {
      return get("http://127.0.0.1:" + port + "/livez").equals("live\n");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void losesNothingAcknowledgedWhenItIsKilledWhileWriting() throws Exception {
    Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    long seed = Long.getLong("vicinal.seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 3; round++) {
      long first = round * 1_000_000L;
      int killAfter = BATCH * (1 + random.nextInt(40));
      try (NodeProcess node = NodeProcess.start(folder, "--set", "log.level=warn");
          RemoteDatabase remote = node.connect()) {
        RemoteCollection points =
            round == 0 ? remote.createCollection(POINTS) : remote.collection("points");
        assertThat(ids(points)).as("round " + round).containsAll(acknowledged);
        writeUntilKilled(points, first, killAfter, acknowledged, node);
      }
    }
    try (NodeProcess node = NodeProcess.start(folder);
        RemoteDatabase remote = node.connect()) {
      RemoteCollection points = remote.collection("points");
      assertThat(ids(points)).containsAll(acknowledged);
      assertThat(points.statistics().records()).isEqualTo(ids(points).size());
      assertThat(node.terminate()).isZero();
    }
  }

  /** Kills the node as soon as so many records are acknowledged, with more of them under way. */
  private static void writeUntilKilled(
      RemoteCollection points, long first, int killAfter, Set<Long> acknowledged, NodeProcess node)
      throws InterruptedException {
    int before = acknowledged.size();
    CountDownLatch enough = new CountDownLatch(1);
    Thread writing =
        new Thread(
            () -> {
              BatchWriter writer = points.openWriter();
              try {
                for (long next = first; ; next += BATCH) {
                  List<Long> ids = LongStream.range(next, next + BATCH).boxed().toList();
                  CompletableFuture<WriteResult> written =
                      writer.append(ids.stream().map(NodeProcessIT::upsert).toList());
                  // A failure ends the writer: the next append throws it.
                  CompletableFuture<Void> unused =
                      written.thenAccept(
                          result -> {
                            acknowledged.addAll(ids);
                            if (acknowledged.size() - before >= killAfter) {
                              enough.countDown();
                            }
                          });
                }
              } catch (VicinalException e) {
                // The node was killed; what it had not acknowledged may or may not be there.
                writer.abort();
              } finally {
                // Whatever ends the thread, nobody waits for it longer.
                enough.countDown();
              }
            },
            "writing");
    writing.start();
    enough.await();
    node.kill();
    writing.join();
  }

  @Test
  void refusesADataDirectoryOfAnotherProcess() throws Exception {
    try (NodeProcess node = NodeProcess.start(folder)) {
      Path errors = folder.resolve("second.err");
      Process second =
          NodeProcess.launch(
              List.of(
                  "server",
                  "--data",
                  folder.resolve("data").toString(),
                  "--port",
                  "0",
                  "--flight-port",
                  "0",
                  "--set",
                  "log.level=error"),
              errors);

      try {
        assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();
      } finally {
        second.destroyForcibly();
      }
      assertThat(second.exitValue()).isEqualTo(4);
      assertThat(Files.readString(errors))
          .startsWith("vicinal: directory " + folder.resolve("data") + " is in use by process ")
          .hasLineCount(1);
      assertThat(get(node.restUri() + "/livez")).isEqualTo("live\n");
    }
  }

  @Test
  void writesLogLinesAsEcsJson() throws Exception {
    try (NodeProcess node = NodeProcess.start(folder, "--set", "log.format=ecs")) {
      get(node.restUri() + "/livez");
      assertThat(node.terminate()).isZero();
      assertThat(node.errors().lines())
          .isNotEmpty()
          .allSatisfy(
              line ->
                  assertThat(line)
                      .startsWith("{\"@timestamp\":\"")
                      .contains("\"service.name\":\"vicinal\"")
                      .endsWith("}"));
      assertThat(node.errors())
          .contains("\"http.response.status_code\":200")
          .contains("\"url.path\":\"/livez\"")
          .contains("\"event.duration\":");
    }
  }

  @Test
  void helpsFromAnyDirectoryAndThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("v"), NodeProcess.LAUNCHER);
    for (List<String> words :
        List.of(
            List.of("--help"),
            List.of("server", "--help"),
            List.of("config", "check", "--help"),
            List.of("config", "print", "--help"))) {
      Process help = run(link, words);
      String text = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(help.waitFor()).as(text).isZero();
      assertThat(text).startsWith("Usage: vicinal").contains("Example");
    }
  }

  @Test
  void refusesAJavaThatIsNoneOrTooOld() throws Exception {
    Path old = folder.resolve("java");
    Files.writeString(
        old,
        "#!/bin/sh\necho '    java.specification.version = 1.8' >&2\n",
        StandardCharsets.UTF_8);
    assertThat(old.toFile().setExecutable(true)).isTrue();

    assertThat(refusal(old.toString()))
        .isEqualTo(
            "vicinal: '" + old + "' (from VICINAL_JAVA) is Java 8; expected Java 17 or newer\n");
    assertThat(refusal("/no/java"))
        .isEqualTo(
            "vicinal: '/no/java' (from VICINAL_JAVA) cannot be run; expected Java 17 or newer\n");
  }

  private String refusal(String java) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(NodeProcess.LAUNCHER.toString(), "--version").redirectErrorStream(true);
    builder.environment().put("VICINAL_JAVA", java);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    return text;
  }

  private Process run(Path launcher, List<String> words) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(words);
    return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
  }

  private static String get(String uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private static Set<Long> ids(RemoteCollection points) {
    Set<Long> ids = ConcurrentHashMap.newKeySet();
    try (RecordCursor cursor = points.scan(ScanRequest.ALL.returning(Projection.ID_ONLY))) {
      cursor.forEachRemaining(record -> ids.add(((RecordId.Int64) record.id()).value()));
    }
    return ids;
  }

  private static Mutation upsert(long id) {
    return new Mutation.Upsert(point(id));
  }

  private static VectorRecord point(long id) {
    return VectorRecord.of(RecordId.of(id), "v", DenseVector.of((float) id, 1, 2, 3));
  }
}
