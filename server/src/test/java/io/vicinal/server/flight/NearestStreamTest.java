package io.vicinal.server.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.arrow.ColumnValues;
import io.vicinal.client.ConnectionOptions;
import io.vicinal.client.NeighborStream;
import io.vicinal.client.RemoteDatabase;
import io.vicinal.client.RetryPolicy;
import io.vicinal.protocol.NearestColumns;
import io.vicinal.protocol.SearchOptions;
import io.vicinal.server.flight.CallObserver.EndedCall;
import io.vicinal.testkit.ExactDatabase;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NearestStreamTest {
  private static final int DIMENSION = 4096;
  private static final long RECORD_BYTES = DIMENSION * Float.BYTES;

  private final ExactDatabase stored = new ExactDatabase();
  private final BlockingQueue<EndedCall> ended = new LinkedBlockingQueue<>();
  private final BufferAllocator memory = new RootAllocator();
  private final FlightService service =
      FlightService.start(
          BatchDatabase.ofRecords(stored), FlightOptions.loopback(0), memory, new Calls());
  private final RemoteDatabase database =
      RemoteDatabase.connect(
          ConnectionOptions.of(service.uri()).withRetry(RetryPolicy.NONE), memory);

  NearestStreamTest() {
    CollectionSchema schema =
        new CollectionSchema(
            IdType.INT64, List.of(VectorField.of("v", DIMENSION, Metric.EUCLIDEAN)), List.of());
    stored
        .createCollection(CollectionSpec.of("points", schema))
        .upsert(IntStream.range(0, 10).mapToObj(NearestStreamTest::point).toList());
  }

  @AfterEach
  void close() {
    database.close();
    service.close();
    memory.close();
  }

  /** Only the rows of a message were bounded, which at this dimension came to half a gibibyte. */
  @Test
  void boundsAnswersByTheirBytes() {
    int k = 10;
    int queries = 3 * (int) (RecordSize.MESSAGE_BYTES / RECORD_BYTES) / k;
    SearchOptions options = SearchOptions.nearest(k).returning(Projection.ALL);
    try (NeighborStream stream = database.collection("points").nearest(options)) {
      send(stream, queries);
      stream.finishSending();

      long rows = 0;
      int messages = 0;
      while (stream.loadNext()) {
        messages++;
        rows += stream.root().getRowCount();
        assertThat(stream.root().getRowCount() * RECORD_BYTES)
            .isLessThanOrEqualTo(RecordSize.MESSAGE_BYTES + k * RECORD_BYTES);
      }
      assertThat(stream.answered()).isEqualTo(queries);
      assertThat(rows).isEqualTo((long) queries * k);
      assertThat(messages).isGreaterThan(1);
    }
  }

  /** Each such client left an error and its stack trace in the log. */
  @Test
  void saysNothingOfAClientThatClosesItsStreamEarly() throws InterruptedException {
    try (LoggedErrors log = new LoggedErrors()) {
      try (NeighborStream stream =
          database.collection("points").nearest(SearchOptions.nearest(1))) {
        send(stream, 1);
        assertThat(stream.loadNext()).isTrue();
      }

      EndedCall call = ended.poll(1, TimeUnit.MINUTES);
      assertThat(Objects.requireNonNull(call).status()).isEqualTo("CANCELLED");
      assertThat(log.messages()).isEmpty();
    }
  }

  private void send(NeighborStream stream, int queries) {
    try (VectorSchemaRoot batch = VectorSchemaRoot.create(stream.querySchema(), memory)) {
      for (int i = 0; i < queries; i++) {
        ColumnValues.writeVector(
            batch.getVector(NearestColumns.VECTOR), i, DenseVector.of(new float[DIMENSION]));
      }
      batch.setRowCount(queries);
      stream.send(batch);
    }
  }

  private static VectorRecord point(int i) {
    float[] components = new float[DIMENSION];
    components[0] = i;
    return VectorRecord.of(RecordId.of(i), "v", DenseVector.of(components));
  }

  /** Keeps the exchanges that are over. */
  private final class Calls implements CallObserver {
    @Override
    public void started() {}

    @Override
    public void ended(EndedCall call) {
      if (call.method().equals("DO_EXCHANGE")) {
        ended.add(call);
      }
    }
  }
}
