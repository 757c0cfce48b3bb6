package io.vicinal.testkit;

import static io.vicinal.testkit.DatabaseUnderTest.ids;
import static io.vicinal.testkit.DatabaseUnderTest.point;
import static io.vicinal.testkit.DatabaseUnderTest.records;
import static io.vicinal.testkit.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Mutation;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.filter.Filter;
import io.vicinal.api.filter.FilterParser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bad input: the code, a message that names the thing and what would be right, no effect. */
interface RefusalContract extends DatabaseUnderTest {
  @Test
  default void refusesVectorsThatAFieldCannotHold() {
    VectorCollection points = points();

    refusesVector(points, DenseVector.of(1), "dimension 1; expected 2");
    refusesVector(points, DenseVector.of(1, 2, 3), "dimension 3; expected 2");
    refusesVector(points, DenseVector.of(), "dimension 0; expected 2");
    refusesVector(points, DenseVector.of(1, Float.NaN), "component 1 is NaN");
    refusesVector(points, DenseVector.of(Float.POSITIVE_INFINITY, 0), "component 0 is Infinity");
    refusesVector(points, DenseVector.of(0, Float.NEGATIVE_INFINITY), "component 1 is -Infinity");
  }

  @Test
  default void refusesTheZeroVectorUnderCosineOnly() {
    CollectionSchema schema =
        new CollectionSchema(
            IdType.INT64, List.of(VectorField.of("v", 2, Metric.COSINE)), List.of());

    refusesVector(create("c", schema), DenseVector.of(0, -0f), "zero vector");
    VectorCollection points = points();
    points.upsert(List.of(point(1, 0, 0)));
    assertThat(points.search(SearchRequest.nearest("v", DenseVector.of(0, 0), 1)).neighbors())
        .hasSize(1);
  }

  private static void refusesVector(VectorCollection collection, DenseVector bad, String part) {
    assertRefused(
        ErrorCode.INVALID_VECTOR,
        () -> collection.upsert(List.of(VectorRecord.of(RecordId.of(7), "v", bad))),
        "record 7",
        "'v'",
        part);
    for (SearchMode mode : SearchMode.values()) {
      assertRefused(
          ErrorCode.INVALID_VECTOR,
          () -> collection.search(SearchRequest.nearest("v", bad, 1).in(mode)),
          "query",
          "'v'",
          part);
    }
    assertThat(records(collection)).isEmpty();
  }

  @Test
  default void refusesRecordsThatDoNotFitTheSchema() {
    VectorCollection points = points();
    VectorRecord good = point(7, 1, 1);

    assertRefused(
        ErrorCode.INVALID_RECORD,
        () -> points.upsert(List.of(new VectorRecord(good.id(), Map.of(), Map.of()))),
        "record 7",
        "'v'");
    assertRefused(
        ErrorCode.UNKNOWN_FIELD,
        () ->
            points.upsert(
                List.of(
                    new VectorRecord(
                        good.id(),
                        Map.of("v", DenseVector.of(1, 1), "w", DenseVector.of(1)),
                        Map.of()))),
        "'w'",
        "[v]");
    assertRefused(
        ErrorCode.UNKNOWN_FIELD,
        () -> points.upsert(List.of(good.withAttributes(Map.of("colour", "red")))),
        "'colour'",
        "number",
        "text");
    assertRefused(
        ErrorCode.INVALID_RECORD,
        () -> points.upsert(List.of(good.withAttributes(Map.of("number", 7)))),
        "record 7",
        "'number'",
        "Integer",
        "INT64");
    assertRefused(
        ErrorCode.INVALID_RECORD,
        () -> points.upsert(List.of(good.withAttributes(Map.of("text", List.of("a"))))),
        "'text'",
        "STRING");
    assertThat(records(points)).isEmpty();
  }

  @Test
  default void refusesIdsOfTheOtherType() {
    VectorCollection points = points();
    VectorRecord wrong = VectorRecord.of(RecordId.of("7"), "v", DenseVector.of(1, 1));

    assertRefused(
        ErrorCode.INVALID_RECORD, () -> points.upsert(List.of(wrong)), "7", "STRING", "INT64");
    assertRefused(
        ErrorCode.INVALID_RECORD,
        () -> points.delete(List.of(RecordId.of("7"))),
        "7",
        "STRING",
        "INT64");
    assertRefused(
        ErrorCode.INVALID_RECORD,
        () -> points.get(List.of(RecordId.of("7")), Projection.ALL),
        "7",
        "STRING",
        "INT64");
  }

  @Test
  default void appliesNothingOfAWriteWithOneBadRecord() {
    VectorCollection points = points();
    points.upsert(List.of(point(1, 0, 0)));
    Map<RecordId, VectorRecord> before = records(points);

    assertRefused(
        ErrorCode.INVALID_VECTOR,
        () ->
            points.write(
                List.of(
                    new Mutation.Delete(RecordId.of(1)),
                    new Mutation.Upsert(point(2, 0, 0)),
                    new Mutation.Upsert(point(3, Float.NaN, 0)),
                    new Mutation.Upsert(point(4, 0, 0)))),
        "record 3");

    assertThat(records(points)).isEqualTo(before);
    points.upsert(List.of(point(2, 0, 0)));
    assertThat(points.get(ids(1, 2, 3, 4), Projection.ALL)).hasSize(2);
  }

  @Test
  default void namesTheFieldsThereAreWhenOneIsUnknown() {
    VectorCollection points = points();
    points.upsert(List.of(point(1, 0, 0)));
    SearchRequest nearest = SearchRequest.nearest("v", DenseVector.of(0, 0), 1);
    Projection unknown = Projection.of("text", "colour");

    assertRefused(
        ErrorCode.UNKNOWN_FIELD,
        () -> points.search(SearchRequest.nearest("w", DenseVector.of(0, 0), 1)),
        "'w'",
        "[v]");
    assertRefused(
        ErrorCode.UNKNOWN_FIELD, () -> points.search(nearest.returning(unknown)), "'colour'");
    assertRefused(ErrorCode.UNKNOWN_FIELD, () -> points.get(ids(1), unknown), "'colour'");
    assertRefused(
        ErrorCode.UNKNOWN_FIELD,
        () -> DatabaseUnderTest.all(points.scan(ScanRequest.ALL.returning(unknown))),
        "'colour'");
  }

  @Test
  default void refusesFiltersThatDoNotFitTheSchema() {
    VectorCollection points = points();
    points.upsert(List.of(point(1, 0, 0)));

    refusesFilter(points, ErrorCode.UNKNOWN_FIELD, "colour = 'red'", "'colour'", "number");
    refusesFilter(points, ErrorCode.UNKNOWN_FIELD, "v IS NULL", "'v'", "vector");
    refusesFilter(points, ErrorCode.INVALID_FILTER, "number = 'seven'", "'number'", "INT64");
    refusesFilter(points, ErrorCode.INVALID_FILTER, "number LIKE 'a%'", "'number'", "LIKE");
    refusesFilter(points, ErrorCode.INVALID_FILTER, "text.a = 1", "'text.a'", "JSON");
    refusesFilter(points, ErrorCode.INVALID_FILTER, "ARRAY_CONTAINS(text, 'a')", "'text'");
  }

  private static void refusesFilter(
      VectorCollection points, ErrorCode code, String sql, String... parts) {
    Filter filter = FilterParser.parse(sql);
    assertRefused(
        code,
        () -> points.search(SearchRequest.nearest("v", DenseVector.of(0, 0), 1).where(filter)),
        parts);
    assertRefused(
        code, () -> DatabaseUnderTest.all(points.scan(ScanRequest.ALL.where(filter))), parts);
  }
}
