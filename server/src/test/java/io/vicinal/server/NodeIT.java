package io.vicinal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.Mutation;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.client.BatchWriter;
import io.vicinal.client.RemoteDatabase;
import io.vicinal.server.TestNode.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that stop, fail to start, and start again. */
class NodeIT {
  private static final String POINTS =
      "{'name': 'points', 'vectors': {'v': {'dimension': 1, 'metric': 'euclidean'}}}";

  private final Path data;

  NodeIT(@TempDir Path data) {
    this.data = data;
  }

  @Test
  void servesTheSameRecordsOverBothProtocolsAndAfterARestart() {
    try (TestNode node = TestNode.start(data)) {
      assertThat(node.post("/v1/collections", POINTS).status()).isEqualTo(201);
      try (RemoteDatabase remote = node.connect()) {
        remote.collection("points").upsert(List.of(point(1), point(2)));
      }
      assertThat(node.get("/v1/collections/points/records?id=2").body()).contains("[2.0]");
    }
    try (TestNode node = TestNode.start(data);
        RemoteDatabase remote = node.connect()) {
      assertThat(remote.collection("points").get(ids(2, 1), Projection.ALL))
          .containsExactly(point(2), point(1));
    }
  }

  @Test
  void servesTheOthersWhenACollectionIsDamaged() throws IOException {
    try (TestNode node = TestNode.start(data)) {
      node.post("/v1/collections", POINTS);
      node.post("/v1/collections", POINTS.replace("points", "others"));
    }
    TestNode.damageFirstCollection(data);
    try (TestNode node = TestNode.start(data)) {
      assertThat(node.get("/v1/collections/others").status()).isEqualTo(200);
      assertThat(node.get("/v1/collections/points").status()).isEqualTo(500);
      assertThat(node.get("/v1/collections/points").body())
          .contains("DAMAGED_FILE", "'points', shard 0", "collection-1/shard-0/manifest-");
      assertThat(node.get("/readyz").status()).isEqualTo(503);
      assertThat(node.get("/readyz").body()).contains("could not open the collections [points]");
      assertThat(node.get("/metrics").body())
          .contains("\nvicinal_collections_unreadable 1.0\n")
          .contains("vicinal_collection_records{collection=\"others\"} 0.0");

      assertThat(node.ask("DELETE", "/v1/collections/points", "").status()).isEqualTo(200);
      assertThat(node.get("/readyz").body()).isEqualTo("ready\n");
    }
  }

  @Test
  void refusesADataDirectoryThatIsInUseAndLeavesNothingOpen() {
    try (TestNode node = TestNode.start(data)) {
      assertThatThrownBy(() -> TestNode.start(data))
          .isInstanceOfSatisfying(
              VicinalException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DIRECTORY_IN_USE))
          .hasMessageContaining(data.toString())
          .hasMessageContaining("choose another directory");
      assertThat(node.get("/readyz").status()).isEqualTo(200);
    }
  }

  @Test
  void refusesPortsThatAreInUseAndUnlocksTheDirectory() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (String option : List.of("rest.port", "flight.port")) {
        assertThatThrownBy(() -> TestNode.start(data, option + "=" + taken.getLocalPort()))
            .isInstanceOfSatisfying(
                VicinalException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.ADDRESS_IN_USE))
            .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
            .hasMessageContaining(option.startsWith("rest") ? "REST" : "Flight")
            .hasMessageContaining("choose a free port");
      }
    }
    TestNode.start(data).close();
  }

  @Test
  void answersNotReadyWhileItStillTakesRequestsBeforeItStops() throws InterruptedException {
    TestNode node = TestNode.start(data, "shutdown.drain=1h");
    node.post("/v1/collections", POINTS);
    Thread stop = new Thread(node::close, "stop");
    stop.start();

    await().until(() -> node.get("/readyz").status() == 503);
    assertThat(node.get("/readyz").body()).isEqualTo("not ready: the node is stopping\n");
    assertThat(node.get("/livez").status()).isEqualTo(200);
    assertThat(node.get("/v1/collections/points").status()).isEqualTo(200);
    stop.interrupt();
    stop.join();
    assertThatThrownBy(() -> node.get("/livez")).isInstanceOf(Exception.class);
  }

  @Test
  void endsStreamsThatWaitForTheirClientWhenItStops() {
    TestNode node = TestNode.start(data, "shutdown.deadline=1h");
    node.post("/v1/collections", POINTS);
    try (RemoteDatabase remote = node.connect()) {
      BatchWriter writer = remote.collection("points").openWriter();
      assertThat(writer.append(List.of(upsert(1))).join().upserted()).isEqualTo(1);

      node.close();

      assertThatThrownBy(() -> writer.append(List.of(upsert(2))).join())
          .hasStackTraceContaining("the node is stopping");
      writer.abort();
    }
    try (TestNode again = TestNode.start(data)) {
      Answer answer = again.get("/v1/collections/points/records?id=1");
      assertThat(answer.body()).contains("[1.0]");
    }
  }

  private static List<RecordId> ids(int... ids) {
    return IntStream.of(ids).mapToObj(RecordId::of).toList();
  }

  private static Mutation upsert(int i) {
    return new Mutation.Upsert(point(i));
  }

  private static VectorRecord point(int i) {
    return VectorRecord.of(RecordId.of(i), "v", DenseVector.of(i));
  }
}
