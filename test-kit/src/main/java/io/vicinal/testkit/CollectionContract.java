package io.vicinal.testkit;

import static io.vicinal.testkit.DatabaseUnderTest.all;
import static io.vicinal.testkit.DatabaseUnderTest.ids;
import static io.vicinal.testkit.DatabaseUnderTest.point;
import static io.vicinal.testkit.DatabaseUnderTest.records;
import static io.vicinal.testkit.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.HnswParameters;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Projection;
import io.vicinal.api.Quantization;
import io.vicinal.api.Quantization.Scheme;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.SearchEffort;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.Storage;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Collections as such: create, find, list, drop, close. */
interface CollectionContract extends DatabaseUnderTest {
  @Test
  default void createsAnEmptyCollection() {
    VectorCollection points = points();

    assertThat(points.name()).isEqualTo("points");
    assertThat(points.schema()).isEqualTo(POINTS);
    assertThat(points.statistics().records()).isZero();
    assertThat(all(points.scan(ScanRequest.ALL))).isEmpty();
    assertThat(points.get(ids(1), Projection.ALL)).isEmpty();
    assertThat(points.search(SearchRequest.nearest("v", DenseVector.of(0, 0), 5)).neighbors())
        .isEmpty();
  }

  @Test
  default void keepsTheSpecificationOfACollection() {
    CollectionSchema schema =
        new CollectionSchema(
            IdType.STRING,
            List.of(
                new VectorField(
                    "v",
                    7,
                    Metric.DOT,
                    new HnswParameters(5, 50, 30, 9, 13, 0.7),
                    new Quantization(Scheme.RABITQ, 2.5),
                    Storage.MAPPED,
                    Optional.of(new SearchEffort.RecallTarget(0.97))),
                VectorField.of("u", 2, Metric.COSINE).with(Quantization.of(Scheme.NONE)),
                VectorField.of("w", 1, Metric.MANHATTAN)),
            SchemaGenerator.everything(IdType.INT64).attributes());

    VectorCollection created = create("A_b-1", schema);

    assertThat(created.schema()).isEqualTo(schema);
    assertThat(database().collection("A_b-1").spec()).isEqualTo(created.spec());
  }

  @Test
  default void listsTheNamesSorted() {
    assertThat(database().collectionNames()).isEmpty();
    for (String name : List.of("b", "a", "C", "a-1")) {
      create(name, POINTS);
    }

    assertThat(database().collectionNames()).containsExactly("C", "a", "a-1", "b");
  }

  @Test
  default void findsACollectionWithItsRecords() {
    points().upsert(List.of(point(1, 2, 3)));

    assertThat(database().collection("points").get(ids(1), Projection.ALL))
        .containsExactly(point(1, 2, 3));
  }

  @Test
  default void namesTheCollectionsThereAreWhenOneIsUnknown() {
    points();

    assertRefused(
        ErrorCode.UNKNOWN_COLLECTION, () -> database().collection("lines"), "'lines'", "points");
    assertRefused(
        ErrorCode.UNKNOWN_COLLECTION,
        () -> database().dropCollection("lines"),
        "'lines'",
        "points");
    assertThat(database().collectionNames()).containsExactly("points");
  }

  @Test
  default void refusesASecondCollectionOfTheSameName() {
    points().upsert(List.of(point(1, 0, 0)));

    assertRefused(ErrorCode.COLLECTION_EXISTS, this::points, "'points'");
    assertThat(records(database().collection("points"))).containsValue(point(1, 0, 0));
  }

  @Test
  default void dropsACollectionForEver() {
    VectorCollection points = points();
    points.upsert(List.of(point(1, 0, 0)));

    database().dropCollection("points");

    assertThat(database().collectionNames()).isEmpty();
    assertRefused(ErrorCode.UNKNOWN_COLLECTION, () -> database().collection("points"), "'points'");
    ErrorCode gone = ErrorCode.UNKNOWN_COLLECTION;
    assertRefused(gone, () -> points.upsert(List.of(point(2, 0, 0))));
    assertRefused(gone, () -> points.delete(ids(1)));
    assertRefused(gone, () -> points.get(ids(1), Projection.ALL));
    assertRefused(gone, () -> all(points.scan(ScanRequest.ALL)));
    assertRefused(gone, () -> points.search(SearchRequest.nearest("v", DenseVector.of(0, 0), 1)));
    assertRefused(gone, points::statistics);
    assertRefused(gone, points::flush);
  }

  @Test
  default void recreatesACollectionUnderTheNameOfADroppedOne() {
    points().upsert(List.of(point(1, 0, 0), point(2, 1, 1)));
    database().dropCollection("points");
    CollectionSchema other =
        new CollectionSchema(
            IdType.STRING,
            List.of(VectorField.of("v", 3, Metric.COSINE)),
            List.of(new Attribute("number", ScalarType.STRING)));

    VectorCollection created = create("points", other);

    assertThat(created.schema()).isEqualTo(other);
    assertThat(records(created)).isEmpty();
    VectorRecord record = VectorRecord.of(RecordId.of("1"), "v", DenseVector.of(1, 2, 3));
    created.upsert(List.of(record));
    created.flush();
    assertThat(records(created)).containsOnlyKeys(RecordId.of("1"));
    assertThat(records(database().collection("points"))).containsValue(record);
  }

  @Test
  default void keepsCollectionsApart() {
    VectorCollection one = create("one", POINTS);
    VectorCollection two = create("two", POINTS);
    one.upsert(List.of(point(1, 0, 0), point(2, 5, 5)));
    two.upsert(List.of(point(2, 7, 7)));
    two.delete(ids(1));

    database().dropCollection("two");

    assertThat(records(one)).containsValues(point(1, 0, 0), point(2, 5, 5)).hasSize(2);
  }

  @Test
  default void isClosedOnceAndForAll() {
    VectorCollection points = points();
    points.upsert(List.of(point(1, 0, 0)));

    database().close();
    database().close();

    assertRefused(ErrorCode.UNAVAILABLE, () -> database().collectionNames());
    assertRefused(ErrorCode.UNAVAILABLE, () -> points.upsert(List.of(point(2, 0, 0))));
    assertRefused(ErrorCode.UNAVAILABLE, () -> points.get(ids(1), Projection.ALL));
  }
}
