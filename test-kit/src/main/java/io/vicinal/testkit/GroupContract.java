package io.vicinal.testkit;

import static io.vicinal.testkit.DatabaseUnderTest.ids;
import static io.vicinal.testkit.DatabaseUnderTest.point;
import static io.vicinal.testkit.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.NeighborGroup;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchResult;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.filter.FilterParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Searches whose neighbours come in groups. */
interface GroupContract extends DatabaseUnderTest {
  SearchRequest NEAREST = SearchRequest.nearest("v", DenseVector.of(0, 0), 3);

  @Test
  default void returnsTheNearestOfEachOfTheNearestGroups() {
    VectorCollection points = points();
    points.upsert(List.of(text(1, 1, "a"), text(2, 2, "a"), text(3, 3, "b"), text(4, 4, "a")));
    points.flush();
    points.upsert(List.of(text(5, 5, "c"), text(6, 6, "b"), text(7, 7, "d"), text(8, 8, "c")));

    for (SearchMode mode : SearchMode.values()) {
      SearchResult result = points.search(NEAREST.in(mode).groupBy("text", 2));
      assertThat(result.groups())
          .extracting(NeighborGroup::value)
          .containsExactly(Optional.of("a"), Optional.of("b"), Optional.of("c"));
      assertThat(SearchAgreement.ids(result)).isEqualTo(ids(1, 2, 3, 6, 5, 8));
      assertThat(result.groups())
          .extracting(group -> group.neighbors().size())
          .containsExactly(2, 2, 2);
      assertThat(result.groups().get(1).neighbors()).isEqualTo(result.neighbors().subList(2, 4));

      assertThat(idsOf(points, NEAREST.in(mode).groupBy("text", 1))).isEqualTo(ids(1, 3, 5));
      assertThat(idsOf(points, NEAREST.in(mode).groupBy("text", 1).offset(2))).isEqualTo(ids(5, 7));
      assertThat(idsOf(points, NEAREST.in(mode).groupBy("text", 9).offset(1)))
          .isEqualTo(ids(3, 6, 5, 8, 7));
      assertThat(idsOf(points, NEAREST.in(mode).groupBy("text", 9).within(5)))
          .isEqualTo(ids(1, 2, 4, 3, 5));
      assertThat(
              idsOf(
                  points,
                  NEAREST.in(mode).groupBy("text", 2).where(FilterParser.parse("number > 2"))))
          .isEqualTo(ids(3, 6, 4, 5, 8));
      assertThat(points.search(NEAREST.in(mode).groupBy("text", 2).within(0.5f)).groups())
          .isEmpty();
      assertThat(points.search(NEAREST.in(mode)).groups()).isEmpty();
    }
  }

  @Test
  default void takesRecordsWithoutAValueForAGroup() {
    VectorCollection points = points();
    points.upsert(
        List.of(
            point(1, 1, 0).withAttributes(Map.of()),
            text(2, 2, "a"),
            point(3, 3, 0).withAttributes(Map.of("number", 3L)),
            text(4, 4, "")));

    SearchResult result = points.search(NEAREST.groupBy("text", 2).returning(Projection.ALL));

    assertThat(result.groups())
        .extracting(NeighborGroup::value)
        .containsExactly(Optional.empty(), Optional.of("a"), Optional.of(""));
    assertThat(SearchAgreement.ids(result)).isEqualTo(ids(1, 3, 2, 4));
    assertThat(result.neighbors().get(1).record())
        .isEqualTo(point(3, 3, 0).withAttributes(Map.of("number", 3L)));
  }

  /** A search that is not wide enough for the next group has to look again. */
  @Test
  default void findsGroupsBehindManyRecordsOfNearerOnes() {
    VectorCollection points = points();
    List<VectorRecord> records = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      records.add(text(i, i / 3000f, "near"));
    }
    for (int i = 3000; i < 6000; i++) {
      records.add(text(i, i / 1000f, "far"));
    }
    records.add(text(6000, 7, "one"));
    points.upsert(records.subList(0, 2500));
    points.flush();
    points.upsert(records.subList(2500, records.size()));

    for (SearchMode mode : SearchMode.values()) {
      SearchResult result = points.search(NEAREST.withK(5).in(mode).groupBy("text", 2));
      assertThat(result.groups())
          .as("" + mode)
          .extracting(NeighborGroup::value)
          .containsExactly(Optional.of("near"), Optional.of("far"), Optional.of("one"));
      assertThat(result.groups())
          .as("" + mode)
          .extracting(group -> group.neighbors().size())
          .containsExactly(2, 2, 1);
    }
    assertThat(idsOf(points, NEAREST.in(SearchMode.EXACT).groupBy("text", 2)))
        .isEqualTo(ids(0, 1, 3000, 3001, 6000));
  }

  /** The nearest of a group may be on another shard, or in another segment, than the second. */
  @Test
  default void fillsGroupsFromEverywhere() {
    Seed.ofRun()
        .run(
            random -> {
              VectorCollection points = points();
              ExactCollection exact =
                  new ExactDatabase().createCollection(CollectionSpec.of("exact", POINTS));
              for (int part = 0; part < 4; part++) {
                List<VectorRecord> records = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                  records.add(grid(100 * part + i, random));
                }
                points.upsert(records);
                exact.upsert(records);
                points.delete(ids(100 * part + 5));
                exact.delete(ids(100 * part + 5));
                points.flush();
              }
              for (int i = 0; i < 40; i++) {
                SearchRequest request =
                    SearchRequest.nearest("v", VectorGenerator.grid(2, random), 1 + i)
                        .in(SearchMode.EXACT)
                        .returning(Projection.ALL)
                        .groupBy(i % 2 == 0 ? "number" : "text", 1 + random.nextInt(5))
                        .offset(random.nextInt(6));
                assertThat(points.search(request).groups())
                    .as("" + request)
                    .isEqualTo(exact.search(request).groups());
                SearchRequest near = request.within(1 + random.nextInt(3));
                assertThat(points.search(near).groups())
                    .as("" + near)
                    .isEqualTo(exact.search(near).groups());
              }
            });
  }

  @Test
  default void groupsByEveryScalarType() {
    Seed.ofRun()
        .run(
            random -> {
              CollectionSchema schema = SchemaGenerator.everything(IdType.STRING);
              VectorCollection collection = create("everything", schema);
              ExactCollection exact =
                  new ExactDatabase().createCollection(CollectionSpec.of("exact", schema));
              List<VectorRecord> records = new ArrayList<>();
              for (int i = 0; i < 150; i++) {
                records.add(RecordGenerator.any(schema, RecordGenerator.id(schema, i), random));
              }
              collection.upsert(records.subList(0, 100));
              collection.flush();
              collection.upsert(records.subList(100, 150));
              exact.upsert(records);
              for (Attribute attribute : schema.attributes()) {
                if (attribute.type() instanceof ScalarType type && type != ScalarType.JSON) {
                  for (VectorField field : schema.vectorFields()) {
                    DenseVector query = VectorGenerator.uniform(field.dimension(), random);
                    SearchRequest request =
                        SearchRequest.nearest(field.name(), query, 5)
                            .in(SearchMode.EXACT)
                            .groupBy(attribute.name(), 3);
                    SearchAgreement.checkGroups(
                        collection.search(request), request, exact, field.name());
                  }
                }
              }
            });
  }

  @Test
  default void refusesToGroupByWhatFormsNoGroups() {
    VectorCollection points = points();
    points.upsert(List.of(point(1, 0, 0)));
    CollectionSchema everything = SchemaGenerator.everything(IdType.INT64);
    VectorCollection collection = create("everything", everything);
    VectorField field = everything.vectorFields().get(0);
    SearchRequest request =
        SearchRequest.nearest(field.name(), DenseVector.of(new float[field.dimension()]), 1);

    assertRefused(
        ErrorCode.UNKNOWN_FIELD,
        () -> points.search(NEAREST.groupBy("colour", 1)),
        "'colour'",
        "[number, text]");
    assertRefused(
        ErrorCode.UNKNOWN_FIELD, () -> points.search(NEAREST.groupBy("v", 1)), "'v'", "[number");
    assertThat(field.metric()).isEqualTo(Metric.EUCLIDEAN);
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        () -> collection.search(request.groupBy("a_json", 1)),
        "groupBy 'a_json'",
        "JSON",
        "scalar");
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        () -> collection.search(request.groupBy("l_int32", 1)),
        "groupBy 'l_int32'",
        "LIST<INT32>",
        "scalar");
  }

  private static List<RecordId> idsOf(VectorCollection collection, SearchRequest request) {
    return SearchAgreement.ids(collection.search(request));
  }

  private static VectorRecord text(long id, float x, String text) {
    return point(id, x, 0).withAttributes(Map.of("number", (long) x, "text", text));
  }

  /** A number of many records, or of few, or none; a text of one record or two. */
  private static VectorRecord grid(long id, SplittableRandom random) {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("text", "t" + id % 250);
    if (random.nextInt(10) > 0) {
      attributes.put("number", (long) random.nextInt(1 + random.nextInt(1 + random.nextInt(50))));
    }
    DenseVector v = VectorGenerator.grid(2, random);
    return new VectorRecord(RecordId.of(id), Map.of("v", v), attributes);
  }
}
