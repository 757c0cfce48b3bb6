package io.vicinal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.RecordId;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.client.RemoteDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node in short; {@link NodeIT} has the rest. */
class NodeTest {
  @Test
  void leavesNothingOpenWhenItIsToldToStopWhileItStarts(@TempDir Path data) throws Exception {
    Node node = Node.of(TestNode.configuration(data));
    node.close();
    assertThatThrownBy(node::open)
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    node.awaitStopped();

    Node another = Node.of(TestNode.configuration(data));
    CompletableFuture<Void> opening = CompletableFuture.runAsync(another::open);
    another.close();
    // Either it was ready, or it was told in time.
    opening.handle((nothing, failure) -> failure).join();
    TestNode.start(data).close();
  }

  @Test
  void servesTheSameRecordsOverBothProtocols(@TempDir Path data) {
    try (TestNode node = TestNode.start(data);
        RemoteDatabase remote = node.connect()) {
      String points =
          "{'name': 'points', 'vectors': {'v': {'dimension': 1, 'metric': 'euclidean'}}}";
      assertThat(node.post("/v1/collections", points).status()).isEqualTo(201);
      VectorRecord record = VectorRecord.of(RecordId.of(2), "v", DenseVector.of(2));
      remote.collection("points").upsert(List.of(record));
      assertThat(node.get("/v1/collections/points/records?id=2").body()).contains("[2.0]");
    }
  }
}
