package io.vicinal.testkit;

import static io.vicinal.testkit.DatabaseUnderTest.ids;
import static io.vicinal.testkit.DatabaseUnderTest.point;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Neighbor;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchResult;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Searches without a filter. */
interface SearchContract extends DatabaseUnderTest {
  /** The part of the neighbours that an approximate search finds on easy data, at least. */
  double RECALL = 0.95;

  @Test
  default void findsTheNearestFirst() {
    VectorCollection points = points();
    points.upsert(List.of(point(1, 0, 0), point(2, 3, 4), point(3, 1, 0), point(4, -2, 0)));

    SearchResult result = points.search(SearchRequest.nearest("v", DenseVector.of(0, 0), 3));

    assertThat(SearchAgreement.ids(result)).isEqualTo(ids(1, 3, 4));
    assertThat(result.neighbors()).extracting(Neighbor::distance).containsExactly(0f, 1f, 2f);
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  default void measuresTheDistanceOfTheMetric(Metric metric) {
    VectorCollection collection = create("c", ofMetric(metric, 3));
    DenseVector stored = DenseVector.of(3, 4, 0);
    collection.upsert(List.of(VectorRecord.of(RecordId.of(1), "v", stored)));

    Neighbor neighbor =
        collection
            .search(SearchRequest.nearest("v", DenseVector.of(4, -3, 12), 1))
            .neighbors()
            .get(0);

    double expected =
        switch (metric) {
          case EUCLIDEAN -> Math.sqrt(1 + 49 + 144);
          case COSINE -> 1;
          case DOT -> 0;
          case MANHATTAN -> 1 + 7 + 12;
        };
    assertThat((double) neighbor.distance()).isCloseTo(expected, within(1e-5));
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  default void findsExactlyTheNearestInExactMode(Metric metric) {
    Seed.ofRun()
        .run(
            random -> {
              CollectionSchema schema = ofMetric(metric, 6);
              VectorCollection collection = create("c", schema);
              ExactCollection exact = exact(schema);
              for (int i = 0; i < 4; i++) {
                List<VectorRecord> some = uniform(100 * i, 100, 6, random);
                collection.upsert(some);
                exact.upsert(some);
                collection.delete(ids(100 * i + 7));
                exact.delete(ids(100 * i + 7));
                collection.flush();
              }
              for (int q = 0; q < 10; q++) {
                SearchRequest request =
                    SearchRequest.nearest("v", VectorGenerator.uniform(6, random), 1 + 7 * q)
                        .in(SearchMode.EXACT)
                        .returning(Projection.ALL);
                SearchAgreement.checkExact(
                    collection.search(request), request, exact, "query " + q);
              }
            });
  }

  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      names = {"EUCLIDEAN", "DOT", "MANHATTAN"})
  default void givesTiesToTheSmallerIdInExactMode(Metric metric) {
    Seed.ofRun()
        .run(
            random -> {
              CollectionSchema schema = ofMetric(metric, 3);
              VectorCollection collection = create("c", schema);
              ExactCollection exact = exact(schema);
              List<VectorRecord> records = new ArrayList<>();
              for (int i = 0; i < 300; i++) {
                // Every id comes once, in an order that is not its own.
                RecordId id = RecordId.of((i * 101L) % 300);
                records.add(VectorRecord.of(id, "v", VectorGenerator.grid(3, random)));
              }
              for (int from = 0; from < 300; from += 60) {
                collection.upsert(records.subList(from, from + 60));
                collection.flush();
              }
              exact.upsert(records);
              for (int q = 0; q < 20; q++) {
                SearchRequest request =
                    SearchRequest.nearest("v", VectorGenerator.grid(3, random), 1 + 5 * q)
                        .in(SearchMode.EXACT);
                assertThat(collection.search(request).neighbors())
                    .as("query " + q)
                    .isEqualTo(exact.search(request).neighbors());
              }
            });
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  default void ordersRecordsOfOneVectorById(Metric metric) {
    VectorCollection collection = create("c", ofMetric(metric, 2));
    List<VectorRecord> same = new ArrayList<>();
    for (long id : new long[] {9, 3, 7, 1, 8, 2}) {
      same.add(VectorRecord.of(RecordId.of(id), "v", DenseVector.of(0.3f, 0.7f)));
    }
    collection.upsert(same.subList(0, 3));
    collection.flush();
    collection.upsert(same.subList(3, 6));

    SearchRequest request =
        SearchRequest.nearest("v", DenseVector.of(0.1f, -0.2f), 4).in(SearchMode.EXACT);

    assertThat(SearchAgreement.ids(collection.search(request))).isEqualTo(ids(1, 2, 3, 7));
  }

  @Test
  default void returnsEveryRecordWhenThereAreFewerThanK() {
    VectorCollection points = points();
    points.upsert(List.of(point(1, 0, 0), point(2, 1, 0), point(3, 2, 0)));
    points.flush();
    points.upsert(List.of(point(4, 3, 0)));
    points.delete(ids(2));

    for (SearchMode mode : SearchMode.values()) {
      for (int k : new int[] {3, 4, 1000, SearchRequest.MAX_K}) {
        SearchRequest request = SearchRequest.nearest("v", DenseVector.of(0, 0), k).in(mode);
        assertThat(SearchAgreement.ids(points.search(request)))
            .as(mode + " with k = " + k)
            .isEqualTo(ids(1, 3, 4));
      }
    }
  }

  @Test
  default void findsReplacedRecordsWhereTheyAreAndDeletedOnesNowhere() {
    VectorCollection points = points();
    points.upsert(List.of(point(1, 0, 0), point(2, 1, 0), point(3, 2, 0)));
    points.flush();
    points.upsert(List.of(point(1, 100, 0)));
    points.delete(ids(2));

    for (SearchMode mode : SearchMode.values()) {
      SearchRequest request = SearchRequest.nearest("v", DenseVector.of(0, 0), 3).in(mode);
      assertThat(SearchAgreement.ids(points.search(request))).as("" + mode).isEqualTo(ids(3, 1));
    }
  }

  @Test
  default void searchesEachVectorFieldByItself() {
    CollectionSchema schema =
        new CollectionSchema(
            IdType.INT64,
            List.of(VectorField.of("a", 1, Metric.EUCLIDEAN), VectorField.of("b", 2, Metric.DOT)),
            List.of());
    VectorCollection collection = create("c", schema);
    collection.upsert(List.of(pair(1, 0, 9), pair(2, 5, 8), pair(3, 6, 1)));

    SearchRequest a = SearchRequest.nearest("a", DenseVector.of(5), 3);
    SearchRequest b = SearchRequest.nearest("b", DenseVector.of(1, 0), 3);

    assertThat(SearchAgreement.ids(collection.search(a))).isEqualTo(ids(2, 3, 1));
    assertThat(SearchAgreement.ids(collection.search(b))).isEqualTo(ids(1, 2, 3));
  }

  @Test
  default void judgesDirectionsByCosineWhateverTheLength() {
    VectorCollection collection = create("c", ofMetric(Metric.COSINE, 2));
    collection.upsert(
        List.of(
            VectorRecord.of(RecordId.of(1), "v", DenseVector.of(1e-30f, 2e-30f)),
            VectorRecord.of(RecordId.of(2), "v", DenseVector.of(3e30f, 0)),
            VectorRecord.of(RecordId.of(3), "v", DenseVector.of(-1, -2))));

    SearchResult result =
        collection.search(SearchRequest.nearest("v", DenseVector.of(1e20f, 2e20f), 3));

    assertThat(SearchAgreement.ids(result)).isEqualTo(ids(1, 2, 3));
    assertThat((double) result.neighbors().get(0).distance()).isCloseTo(0, within(1e-5));
    assertThat((double) result.neighbors().get(2).distance()).isCloseTo(2, within(1e-5));
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  default void findsNearlyAllNeighborsApproximately(Metric metric) {
    Seed.ofRun()
        .run(
            random -> {
              CollectionSchema schema = ofMetric(metric, 16);
              VectorCollection collection = create("c", schema);
              ExactCollection exact = exact(schema);
              fill(collection, exact, VectorGenerator.clustered(1200, 16, 12, random));
              double recall = 0;
              for (DenseVector query : VectorGenerator.clustered(40, 16, 12, random)) {
                SearchRequest request = SearchRequest.nearest("v", query, 10).withEf(100);
                SearchResult result = collection.search(request);
                SearchAgreement.checkOrder(result, 10, "approximately");
                assertThat(result.neighbors()).hasSize(10);
                recall += SearchAgreement.recall(result, exact.search(request)) / 40;
              }
              assertThat(recall).as("recall@10").isGreaterThanOrEqualTo(RECALL);
            });
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  default void findsTheShareOfNeighborsThatIsAskedFor(Metric metric) {
    Seed.ofRun()
        .run(
            random -> {
              CollectionSchema schema =
                  new CollectionSchema(
                      IdType.INT64,
                      List.of(VectorField.of("v", 8, metric).withRecallTarget(0.5)),
                      List.of());
              VectorCollection collection = create("c", schema);
              ExactCollection exact = exact(schema);
              fill(collection, exact, VectorGenerator.clustered(800, 8, 12, random));
              double recall = 0;
              for (DenseVector query : VectorGenerator.clustered(40, 8, 12, random)) {
                SearchRequest asked = SearchRequest.nearest("v", query, 10);
                SearchResult result = collection.search(asked.withRecallTarget(0.99));
                recall += SearchAgreement.recall(result, exact.search(asked)) / 40;
                assertThat(collection.search(asked).neighbors()).hasSize(10);
              }
              assertThat(recall).as("recall@10").isGreaterThanOrEqualTo(0.985);
            });
  }

  @Test
  default void saysWhatASearchCost() {
    VectorCollection points = points();
    points.upsert(List.of(point(1, 0, 0), point(2, 1, 0)));

    SearchResult result =
        points.search(SearchRequest.nearest("v", DenseVector.of(0, 0), 1).in(SearchMode.EXACT));

    assertThat(result.statistics().distanceComputations()).isGreaterThanOrEqualTo(2);
    assertThat(result.statistics().plan()).isNotBlank();
  }

  private static void fill(
      VectorCollection collection, ExactCollection exact, List<DenseVector> vectors) {
    List<VectorRecord> records = new ArrayList<>();
    for (DenseVector vector : vectors) {
      records.add(VectorRecord.of(RecordId.of(records.size()), "v", vector));
    }
    // Half of them twice, so that a search meets rows that were replaced.
    List<VectorRecord> half = records.subList(0, records.size() / 2);
    collection.upsert(half);
    collection.flush();
    collection.upsert(records);
    exact.upsert(records);
    List<RecordId> gone = new ArrayList<>();
    for (int id = 0; id < records.size(); id += 10) {
      gone.add(RecordId.of(id));
    }
    collection.delete(gone);
    exact.delete(gone);
  }

  private static ExactCollection exact(CollectionSchema schema) {
    return new ExactDatabase().createCollection(CollectionSpec.of("exact", schema));
  }

  private static CollectionSchema ofMetric(Metric metric, int dimension) {
    return new CollectionSchema(
        IdType.INT64, List.of(VectorField.of("v", dimension, metric)), List.of());
  }

  private static List<VectorRecord> uniform(
      int first, int count, int dimension, SplittableRandom random) {
    List<VectorRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      DenseVector vector = VectorGenerator.uniform(dimension, random);
      records.add(VectorRecord.of(RecordId.of(first + i), "v", vector));
    }
    return records;
  }

  private static VectorRecord pair(long id, float a, float b) {
    return new VectorRecord(
        RecordId.of(id), Map.of("a", DenseVector.of(a), "b", DenseVector.of(b, 0)), Map.of());
  }
}
