package io.vicinal.testkit;

import static io.vicinal.testkit.DatabaseUnderTest.ids;
import static io.vicinal.testkit.DatabaseUnderTest.point;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.Examples;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Neighbor;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.filter.FilterParser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Searches for neighbours that differ from each other. */
interface MmrContract extends DatabaseUnderTest {
  @Test
  default void takesNeighborsThatAreNearAndDifferent() {
    VectorCollection points = points();
    points.upsert(List.of(point(1, 1, 0), point(2, 2, 0), point(9, 50, 0)));
    points.flush();
    points.upsert(List.of(point(3, -3, 0), point(4, -4, 0)));
    SearchRequest nearest = SearchRequest.nearest("v", DenseVector.of(0, 0), 4);

    for (SearchMode mode : SearchMode.values()) {
      SearchRequest request = nearest.in(mode);
      assertThat(idsOf(points, request.mmr(1, 4))).isEqualTo(ids(1, 2, 3, 4));
      // After 1 and 3, which wins a tie with 4 because it is nearer.
      assertThat(idsOf(points, request.mmr(0.5, 4))).isEqualTo(ids(1, 3, 2, 4));
      assertThat(points.search(request.mmr(0.5, 4)).neighbors())
          .extracting(Neighbor::distance)
          .containsExactly(1f, 3f, 2f, 4f);
      assertThat(idsOf(points, request.mmr(0, 4))).isEqualTo(ids(1, 4, 2, 3));
      assertThat(idsOf(points, request.mmr(0, 5))).isEqualTo(ids(1, 9, 4, 2));
      assertThat(idsOf(points, request.mmr(0, 1000))).isEqualTo(ids(1, 9, 4, 2));
      assertThat(idsOf(points, request.withK(2).mmr(0, 2))).isEqualTo(ids(1, 2));
      assertThat(idsOf(points, request.withK(2).offset(1).mmr(0.5, 4))).isEqualTo(ids(3, 2));
      assertThat(idsOf(points, request.mmr(0, 5).within(3))).isEqualTo(ids(1, 3, 2));
      assertThat(idsOf(points, request.mmr(0, 5).where(FilterParser.parse("number < 2"))))
          .isEqualTo(ids(1, 4, 3));
      assertThat(points.search(request.mmr(0, 5).within(0.5f)).neighbors()).isEmpty();
      assertThat(idsOf(points, request.withQuery(Examples.of(RecordId.of(1))).withK(2).mmr(0, 4)))
          .isEqualTo(ids(2, 9));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      names = {"EUCLIDEAN", "DOT", "MANHATTAN"})
  default void agreesWithTheDefinitionOfMmr(Metric metric) {
    Seed.ofRun()
        .run(
            random -> {
              CollectionSchema schema = ofMetric(metric, 4);
              VectorCollection collection = create("c", schema);
              ExactCollection exact =
                  new ExactDatabase().createCollection(CollectionSpec.of("exact", schema));
              List<VectorRecord> records = new ArrayList<>();
              for (int i = 0; i < 200; i++) {
                // Whole numbers, so that scores are equal where they should be.
                DenseVector v = VectorGenerator.grid(4, random);
                records.add(VectorRecord.of(RecordId.of((i * 7L) % 200), "v", v));
              }
              collection.upsert(records.subList(0, 120));
              collection.flush();
              collection.upsert(records.subList(120, 200));
              exact.upsert(records);
              for (double lambda : new double[] {0, 0.25, 0.5, 0.75, 1}) {
                for (int i = 0; i < 6; i++) {
                  SearchRequest request =
                      SearchRequest.nearest("v", VectorGenerator.grid(4, random), 1 + i * 4)
                          .in(SearchMode.EXACT)
                          .returning(Projection.ALL)
                          .offset(random.nextInt(5))
                          .mmr(lambda, 25 + random.nextInt(200));
                  assertThat(collection.search(request).neighbors())
                      .as("" + request)
                      .isEqualTo(exact.search(request).neighbors());
                }
              }
            });
  }

  /** Of several vectors in one direction one is enough, however long they are. */
  @Test
  default void comparesDirectionsUnderCosine() {
    VectorCollection collection = create("c", ofMetric(Metric.COSINE, 2));
    collection.upsert(
        List.of(
            VectorRecord.of(RecordId.of(1), "v", DenseVector.of(10, 1)),
            VectorRecord.of(RecordId.of(2), "v", DenseVector.of(1, 0.11f)),
            VectorRecord.of(RecordId.of(3), "v", DenseVector.of(500, 60)),
            VectorRecord.of(RecordId.of(4), "v", DenseVector.of(2, -1)),
            VectorRecord.of(RecordId.of(5), "v", DenseVector.of(0, 3))));

    SearchRequest request = SearchRequest.nearest("v", DenseVector.of(1, 0), 2);

    for (SearchMode mode : SearchMode.values()) {
      assertThat(idsOf(collection, request.in(mode))).isEqualTo(ids(1, 2));
      assertThat(idsOf(collection, request.in(mode).mmr(0.6, 5))).isEqualTo(ids(1, 4));
      assertThat(idsOf(collection, request.in(mode).mmr(0, 5))).isEqualTo(ids(1, 5));
    }
  }

  private static CollectionSchema ofMetric(Metric metric, int dimension) {
    return new CollectionSchema(
        IdType.INT64, List.of(VectorField.of("v", dimension, metric)), List.of());
  }

  private static List<RecordId> idsOf(VectorCollection collection, SearchRequest request) {
    return SearchAgreement.ids(collection.search(request));
  }
}
