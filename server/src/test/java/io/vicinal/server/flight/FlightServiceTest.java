package io.vicinal.server.flight;

import static io.vicinal.server.flight.FlightFixture.POINTS;
import static io.vicinal.server.flight.FlightFixture.point;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.Mutation;
import io.vicinal.api.Neighbor;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordCursor;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchResult;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import io.vicinal.client.BatchWriter;
import io.vicinal.client.ConnectionOptions;
import io.vicinal.client.RemoteCollection;
import io.vicinal.client.RemoteDatabase;
import io.vicinal.client.RetryPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlightServiceTest {
  private final FlightFixture node = FlightFixture.start();

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void createsDescribesListsAndDropsCollections() {
    RemoteCollection created = node.database.createCollection(POINTS);

    assertThat(created.spec()).isEqualTo(POINTS);
    assertThat(node.database.collection("points").spec()).isEqualTo(POINTS);
    assertThat(node.database.collectionNames()).containsExactly("points");
    node.database.dropCollection("points");
    assertThat(node.stored.collectionNames()).isEmpty();
  }

  @Test
  void aNewStreamOfAWriterTakesThePlaceOfItsFormerOne() {
    RemoteCollection points = node.points(0);
    BatchWriter former = points.openWriter("one");
    former.append(List.of(new Mutation.Upsert(point(1)))).join();
    BatchWriter newer = points.openWriter("one");
    newer.append(List.of(new Mutation.Upsert(point(2)))).join();

    assertError(
        ErrorCode.WRITER_REPLACED,
        () -> {
          CompletableFuture<WriteResult> unused =
              former.append(List.of(new Mutation.Upsert(point(3))));
          former.flush();
        },
        "writer 'one'");
    former.abort();
    newer.append(List.of(new Mutation.Upsert(point(4)))).join();
    newer.close();
    assertThat(points.get(ids(1, 2, 3, 4), Projection.ID_ONLY)).hasSize(3);
  }

  @Test
  void writesAndReadsRecordsOfEveryField() {
    RemoteCollection points = node.points(0);

    WriteResult first = points.upsert(List.of(point(1), point(2), point(3)));
    WriteResult second =
        points.write(
            List.of(
                new Mutation.Delete(RecordId.of(2)),
                new Mutation.Delete(RecordId.of(99)),
                new Mutation.Upsert(point(1).withAttributes(Map.of()))));

    assertThat(first).isEqualTo(new WriteResult(1, 3, 0));
    assertThat(second).isEqualTo(new WriteResult(2, 1, 1));
    assertThat(points.get(ids(3, 2, 1), Projection.ALL))
        .containsExactly(point(3), point(1).withAttributes(Map.of()));
    assertThat(points.get(ids(3), Projection.of("title")))
        .containsExactly(new VectorRecord(RecordId.of(3), Map.of(), Map.of("title", "point 3")));
    assertThat(points.statistics().records()).isEqualTo(2);
  }

  @Test
  void findsNeighborsWithDistancesAndFields() {
    RemoteCollection points = node.points(10);

    SearchResult result =
        points.search(
            SearchRequest.nearest("v", DenseVector.of(4.2f, 0), 2).returning(Projection.ALL));

    assertThat(result.neighbors()).extracting(Neighbor::record).containsExactly(point(4), point(5));
    assertThat(result.neighbors().get(0).distance()).isEqualTo(Math.abs(4 - 4.2f));
    assertThat(result.statistics().distanceComputations()).isEqualTo(10);
    assertThat(result.statistics().plan()).isEqualTo("every record");
  }

  @Test
  void findsNothingInAnEmptyCollection() {
    RemoteCollection points = node.points(0);

    assertThat(points.search(SearchRequest.nearest("v", DenseVector.of(1, 1), 3)).neighbors())
        .isEmpty();
  }

  @Test
  void scansEveryRecordWithLimitAndProjection() {
    RemoteCollection points = node.points(100);

    assertThat(all(points.scan(ScanRequest.ALL))).hasSize(100).contains(point(17));
    assertThat(all(points.scan(ScanRequest.ALL.limit(7)))).hasSize(7);
    assertThat(all(points.scan(ScanRequest.ALL.returning(Projection.ID_ONLY))).get(0))
        .isEqualTo(new VectorRecord(RecordId.of(0), Map.of(), Map.of()));
  }

  @Test
  void keepsCodeAndMessageOfErrorsOverTheWire() {
    RemoteCollection points = node.points(1);

    assertError(
        ErrorCode.UNKNOWN_COLLECTION,
        () -> node.database.collection("lines"),
        "no collection 'lines'",
        "[points]");
    assertError(
        ErrorCode.COLLECTION_EXISTS, () -> node.database.createCollection(POINTS), "'points'");
    assertError(
        ErrorCode.INVALID_VECTOR,
        () -> points.upsert(List.of(VectorRecord.of(RecordId.of(1), "v", DenseVector.of(1)))),
        "record 1",
        "dimension 1; expected 2");
    assertError(
        ErrorCode.UNKNOWN_FIELD,
        () -> points.search(SearchRequest.nearest("w", DenseVector.of(1, 1), 3)),
        "'w'",
        "[v]");
    node.stored.dropCollection("points");
    assertError(ErrorCode.UNKNOWN_COLLECTION, () -> points.upsert(List.of(point(1))), "'points'");
    assertError(ErrorCode.UNKNOWN_COLLECTION, () -> points.scan(ScanRequest.ALL), "'points'");
    assertError(
        ErrorCode.UNKNOWN_COLLECTION,
        () -> points.search(SearchRequest.nearest("v", DenseVector.of(1, 1), 3)),
        "'points'");
  }

  @Test
  void namesTheAddressWhereNothingAnswers() {
    int port = node.service.port();
    ConnectionOptions options =
        ConnectionOptions.of("grpc://127.0.0.1:" + port).withRetry(RetryPolicy.NONE);
    node.service.close();

    assertError(
        ErrorCode.UNAVAILABLE,
        () -> RemoteDatabase.connect(options),
        "nothing answers at grpc://127.0.0.1:" + port);
  }

  @Test
  void namesThePortThatIsTaken() {
    FlightOptions taken = FlightOptions.loopback(node.service.port());

    assertError(
        ErrorCode.ADDRESS_IN_USE,
        () -> FlightService.start(BatchDatabase.ofRecords(node.stored), taken, node.serverMemory),
        "127.0.0.1:" + node.service.port(),
        "free port");
  }

  private static List<VectorRecord> all(RecordCursor cursor) {
    List<VectorRecord> records = new ArrayList<>();
    try (cursor) {
      cursor.forEachRemaining(records::add);
    }
    return records;
  }

  private static List<RecordId> ids(long... ids) {
    return Arrays.stream(ids).mapToObj(RecordId::of).toList();
  }

  static void assertError(ErrorCode code, ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(VicinalException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContainingAll(parts);
  }
}
