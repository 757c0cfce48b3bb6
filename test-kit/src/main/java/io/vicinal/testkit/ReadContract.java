package io.vicinal.testkit;

import static io.vicinal.testkit.DatabaseUnderTest.ids;
import static io.vicinal.testkit.DatabaseUnderTest.point;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.CollectionStatistics;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IndexMemory;
import io.vicinal.api.Neighbor;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reads by id, projections and counts. */
interface ReadContract extends DatabaseUnderTest {
  @Test
  default void returnsTheRecordsThatExistInTheOrderOfTheIds() {
    VectorCollection points = points();
    points.upsert(List.of(point(1, 1, 1), point(2, 2, 2), point(3, 3, 3)));

    assertThat(points.get(ids(3, 42, 1, 3), Projection.ALL))
        .containsExactly(point(3, 3, 3), point(1, 1, 1), point(3, 3, 3));
    assertThat(points.get(List.of(), Projection.ALL)).isEmpty();
  }

  @Test
  default void returnsTheFieldsOfTheProjectionAndNothingElse() {
    VectorCollection points = points();
    VectorRecord point = point(1, 2, 3);
    points.upsert(List.of(point));
    Map<Projection, VectorRecord> expected =
        Map.of(
            Projection.ALL,
            point,
            Projection.ID_ONLY,
            new VectorRecord(point.id(), Map.of(), Map.of()),
            Projection.ATTRIBUTES,
            new VectorRecord(point.id(), Map.of(), point.attributes()),
            Projection.of("v"),
            new VectorRecord(point.id(), point.vectors(), Map.of()),
            Projection.of("id", "text"),
            new VectorRecord(point.id(), Map.of(), Map.of("text", "point 1")),
            Projection.of("number", "v"),
            new VectorRecord(point.id(), point.vectors(), Map.of("number", 2L)));

    expected.forEach(
        (projection, record) -> {
          String where = projection.toString();
          assertThat(points.get(ids(1), projection)).as(where).containsExactly(record);
          assertThat(DatabaseUnderTest.all(points.scan(ScanRequest.ALL.returning(projection))))
              .as(where)
              .containsExactly(record);
          SearchRequest nearest = SearchRequest.nearest("v", DenseVector.of(0, 0), 1);
          assertThat(points.search(nearest.returning(projection)).neighbors())
              .as(where)
              .extracting(Neighbor::record)
              .containsExactly(record);
        });
  }

  @Test
  default void leavesNullAttributesOut() {
    VectorCollection points = points();
    VectorRecord bare = VectorRecord.of(RecordId.of(1), "v", DenseVector.of(1, 1));
    points.upsert(List.of(bare, point(2, 0, 0)));

    assertThat(points.get(ids(1), Projection.ALL)).containsExactly(bare);
    assertThat(points.get(ids(1), Projection.of("text")).get(0).attributes()).isEmpty();
  }

  @Test
  default void countsWhatIsThere() {
    VectorCollection points = points();
    points.upsert(List.of(point(1, 0, 0), point(2, 0, 0), point(3, 0, 0)));
    points.upsert(List.of(point(2, 1, 1)));
    long last = points.delete(ids(3)).sequenceNumber();

    CollectionStatistics statistics = points.statistics();

    assertThat(statistics.records()).isEqualTo(2);
    assertThat(statistics.deletedRows()).isNotNegative();
    assertThat(statistics.segments()).isNotNegative();
    assertThat(statistics.bytes()).isNotNegative();
    assertThat(statistics.sequenceNumber()).isGreaterThanOrEqualTo(last);
    assertThat(statistics.fields()).containsOnlyKeys("v");
    assertThat(statistics.fields().values())
        .allSatisfy(
            field -> {
              assertThat(field.triedRows()).isZero();
              IndexMemory memory = field.memory();
              assertThat(memory.vectors()).isNotNegative();
              assertThat(memory.codes()).isZero();
              assertThat(memory.graph()).isNotNegative();
            });
  }
}
