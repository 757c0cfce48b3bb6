package io.vicinal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Mutation;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import io.vicinal.arrow.ColumnValues;
import io.vicinal.protocol.Json;
import io.vicinal.protocol.NearestColumns;
import io.vicinal.protocol.TicketDocument;
import io.vicinal.protocol.TicketDocument.RecordsDocument;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A {@link SilentNode} with large points, and what tests ask of it. */
final class SilentPoints {
  /** A request timeout to wait for. */
  static final Duration SHORT = Duration.ofMillis(700);

  /** Larger than what the network takes without being read. */
  static final int LARGE_DIMENSION = 50_000;

  private static final CollectionSpec POINTS =
      CollectionSpec.of(
          "points",
          new CollectionSchema(
              IdType.INT64,
              List.of(VectorField.of("v", LARGE_DIMENSION, Metric.EUCLIDEAN)),
              List.of()));

  private final SilentNode node =
      SilentNode.start(POINTS, InetAddress.getLoopbackAddress().getHostAddress());
  private final BufferAllocator allocator = new RootAllocator();
  private final List<AutoCloseable> open = new ArrayList<>();

  SilentNode node() {
    return node;
  }

  BufferAllocator allocator() {
    return allocator;
  }

  RemoteCollection points(Duration timeout) {
    return points(timeout, allocator);
  }

  RemoteCollection points(Duration timeout, BufferAllocator memory) {
    ConnectionOptions options =
        ConnectionOptions.of("grpc://127.0.0.1:" + node.port())
            .withRequestTimeout(timeout)
            .withMaxInFlight(1000)
            .withRetry(
                new RetryPolicy(
                    3,
                    Duration.ofMillis(1),
                    Duration.ofMillis(1),
                    RetryPolicy.UnknownOutcome.FAIL));
    RemoteDatabase database = RemoteDatabase.connect(options, memory);
    open.add(database);
    return database.collection("points");
  }

  static Mutation upsert() {
    float[] components = new float[LARGE_DIMENSION];
    return new Mutation.Upsert(VectorRecord.of(RecordId.of(1), "v", DenseVector.of(components)));
  }

  static ScanEndpoint scan() {
    TicketDocument ticket =
        TicketDocument.of(new RecordsDocument("points", List.of(RecordId.of(1)), Projection.ALL));
    return new ScanEndpoint("grpc://127.0.0.1:1", Json.writeString(ticket));
  }

  /** Sends more than a node takes that does not read. */
  static void fill(BatchWriter writer) {
    for (int batch = 0; batch < 1000; batch++) {
      CompletableFuture<WriteResult> unused = writer.append(List.of(upsert()));
    }
  }

  void send(NeighborStream searches, int queries) {
    try (VectorSchemaRoot batch = VectorSchemaRoot.create(searches.querySchema(), allocator)) {
      for (int row = 0; row < queries; row++) {
        ColumnValues.writeVector(
            batch.getVector(NearestColumns.VECTOR),
            row,
            DenseVector.of(new float[LARGE_DIMENSION]));
      }
      batch.setRowCount(queries);
      searches.send(batch);
    }
  }

  void assertSilent(ErrorCode code, ThrowingCallable wait) {
    assertThatThrownBy(wait)
        .isInstanceOfSatisfying(
            VicinalException.class, error -> assertThat(error.code()).isEqualTo(code))
        .hasMessage(
            "grpc://127.0.0.1:"
                + node.port()
                + " owes an answer and made no progress for 0.7 seconds; if it may take longer,"
                + " raise the request timeout (Spark: request-timeout-seconds, Flink:"
                + " sink.request-timeout)");
  }

  void closeAtTheEnd(AutoCloseable part) {
    open.add(part);
  }

  /** Fails if something is left that was not freed. */
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    node.close();
    allocator.close();
  }
}
