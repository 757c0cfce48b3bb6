package io.vicinal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
import io.vicinal.protocol.SearchOptions;
import io.vicinal.protocol.TicketDocument;
import io.vicinal.protocol.TicketDocument.RecordsDocument;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody waits for ever for a node that is connected and says nothing. */
@Timeout(120)
final class SilentNodeTest {
  private static final Duration SHORT = Duration.ofMillis(700);
  private static final Duration LONG = Duration.ofHours(1);

  /** Larger than what the network takes without being read. */
  private static final int LARGE_DIMENSION = 50_000;

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

  @AfterEach
  void nothingIsLeft() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    node.close();
    allocator.close();
  }

  @Test
  void aWriteEndsWithAnErrorThatSaysWhatToDo() {
    RemoteCollection points = points(SHORT);
    assertSilent(ErrorCode.UNKNOWN_OUTCOME, () -> points.write(List.of(upsert())));
  }

  @Test
  void aWriterEndsWhateverItWaitsFor() {
    RemoteCollection points = points(SHORT);
    BatchWriter writer = points.openWriter();
    CompletableFuture<WriteResult> batch = writer.append(List.of(upsert()));
    assertSilent(ErrorCode.UNKNOWN_OUTCOME, () -> writer.await(batch));
    assertSilent(ErrorCode.UNKNOWN_OUTCOME, writer::flush);
    writer.close();

    BatchWriter unused = points.openWriter();
    assertSilent(ErrorCode.UNKNOWN_OUTCOME, unused::close);

    BatchWriter full = points.openWriter();
    assertSilent(ErrorCode.UNKNOWN_OUTCOME, () -> fill(full));
    full.abort();
  }

  @Test
  void aScanEnds() {
    RemoteCollection points = points(SHORT);
    try (BatchStream scan = points.openScan(scan())) {
      assertSilent(ErrorCode.UNAVAILABLE, scan::loadNext);
    }
    node.startNoScans();
    assertSilent(ErrorCode.UNAVAILABLE, () -> points.openScan(scan()));
  }

  @Test
  void aStreamOfSearchesEnds() {
    RemoteCollection points = points(SHORT);
    try (NeighborStream searches = points.nearest(SearchOptions.nearest(1))) {
      send(searches, 1);
      assertSilent(ErrorCode.UNAVAILABLE, searches::loadNext);
    }
    try (NeighborStream searches = points.nearest(SearchOptions.nearest(1))) {
      assertSilent(
          ErrorCode.UNAVAILABLE,
          () -> {
            for (int batch = 0; batch < NeighborStream.MAX_UNANSWERED; batch++) {
              send(searches, 100);
            }
            searches.loadNext();
          });
    }
  }

  @Test
  void anInterruptEndsEveryWait() throws InterruptedException {
    RemoteCollection points = points(LONG);
    BatchWriter writer = points.openWriter();
    CompletableFuture<WriteResult> batch = writer.append(List.of(upsert()));
    assertInterruptible(() -> writer.await(batch));
    assertInterruptible(writer::flush);
    assertInterruptible(writer::close);
    BatchWriter full = points.openWriter();
    assertInterruptible(() -> fill(full));
    full.abort();
    assertInterruptible(() -> points.write(List.of(upsert())));
    try (BatchStream scan = points.openScan(scan())) {
      assertInterruptible(scan::loadNext);
    }
    try (NeighborStream searches = points.nearest(SearchOptions.nearest(1))) {
      send(searches, 1);
      assertInterruptible(searches::loadNext);
    }
    node.startNoScans();
    assertInterruptible(() -> points.openScan(scan()));
  }

  @Test
  void anInterruptedThreadFreesWhatItCloses() {
    RemoteCollection points = points(LONG);
    BatchStream scan = points.openScan(scan());
    NeighborStream searches = points.nearest(SearchOptions.nearest(1));
    Thread.currentThread().interrupt();
    scan.close();
    searches.close();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void batchesThatDoNotFitLeaveNothingBehind() {
    BufferAllocator small = new RootAllocator(LARGE_DIMENSION);
    RemoteCollection points = points(SHORT, small);
    try (BatchWriter writer = points.openWriter();
        NeighborStream searches = points.nearest(SearchOptions.nearest(1))) {
      assertThatThrownBy(() -> writer.append(List.of(upsert())))
          .isInstanceOf(OutOfMemoryException.class);
      assertThatThrownBy(() -> send(searches, 1)).isInstanceOf(OutOfMemoryException.class);
      writer.abort();
    }
    open.add(small);
  }

  @Test
  void whoCannotConnectLeavesNothingBehind() {
    int port = node.port();
    node.close();
    ConnectionOptions options =
        ConnectionOptions.of("grpc://127.0.0.1:" + port).withRetry(RetryPolicy.NONE);
    assertThatThrownBy(() -> RemoteDatabase.connect(options, allocator))
        .hasMessageStartingWith("nothing answers at grpc://127.0.0.1:" + port);
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  private RemoteCollection points(Duration timeout) {
    return points(timeout, allocator);
  }

  private RemoteCollection points(Duration timeout, BufferAllocator memory) {
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

  private static Mutation upsert() {
    float[] components = new float[LARGE_DIMENSION];
    return new Mutation.Upsert(VectorRecord.of(RecordId.of(1), "v", DenseVector.of(components)));
  }

  private static ScanEndpoint scan() {
    TicketDocument ticket =
        TicketDocument.of(new RecordsDocument("points", List.of(RecordId.of(1)), Projection.ALL));
    return new ScanEndpoint("grpc://127.0.0.1:1", Json.writeString(ticket));
  }

  /** Sends more than a node takes that does not read. */
  private static void fill(BatchWriter writer) {
    for (int batch = 0; batch < 1000; batch++) {
      CompletableFuture<WriteResult> unused = writer.append(List.of(upsert()));
    }
  }

  private void send(NeighborStream searches, int queries) {
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

  private void assertSilent(ErrorCode code, ThrowingCallable wait) {
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

  private static void assertInterruptible(ThrowingCallable wait) throws InterruptedException {
    AtomicReference<Throwable> error = new AtomicReference<>();
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                wait.call();
              } catch (Throwable e) {
                error.set(e);
              }
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    waiting.start();
    await()
        .until(
            () ->
                waiting.getState() == Thread.State.WAITING
                    || waiting.getState() == Thread.State.TIMED_WAITING
                    || !waiting.isAlive());
    waiting.interrupt();
    waiting.join();
    assertThat(error.get())
        .isInstanceOf(VicinalException.class)
        .hasMessageContaining("interrupted");
    assertThat(interrupted.get()).isTrue();
  }
}
