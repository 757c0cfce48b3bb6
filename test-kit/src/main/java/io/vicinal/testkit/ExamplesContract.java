package io.vicinal.testkit;

import static io.vicinal.testkit.DatabaseUnderTest.ids;
import static io.vicinal.testkit.DatabaseUnderTest.point;
import static io.vicinal.testkit.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.Example;
import io.vicinal.api.ExampleStrategy;
import io.vicinal.api.Examples;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchResult;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.filter.FilterParser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Searches by examples. */
interface ExamplesContract extends DatabaseUnderTest {
  @Test
  default void looksForTheMeanOfPositiveExamplesAwayFromTheNegativeOnes() {
    VectorCollection points = points();
    points.upsert(List.of(point(1, 0, 0), point(2, 4, 0), point(3, 2, 0), point(4, 2, 3)));
    points.flush();
    points.upsert(List.of(point(5, 2, -2), point(6, 2, 7), point(7, 9, 9)));
    RecordId one = RecordId.of(1);
    RecordId two = RecordId.of(2);

    for (SearchMode mode : SearchMode.values()) {
      // The mean is (2, 0).
      assertThat(found(points, Examples.of(one, two), mode)).isEqualTo(ids(3, 5, 4));
      assertThat(found(points, Examples.of(one, DenseVector.of(4, 0)), mode))
          .isEqualTo(ids(3, 2, 5));
      // (2, 0) + ((2, 0) - (2, -2)), which is (2, 2).
      assertThat(found(points, Examples.of(one, two).unlike(RecordId.of(5)), mode))
          .isEqualTo(ids(4, 3, 6));
      assertThat(found(points, Examples.of(one, two).unlike(DenseVector.of(2, -2)), mode))
          .isEqualTo(ids(4, 3, 5));
      // (2, -2/3) + ((2, -2/3) - (2, 5/2)), which is (2, -23/6).
      assertThat(
              found(
                  points,
                  Examples.of(one, two, RecordId.of(5))
                      .unlike(RecordId.of(4), DenseVector.of(2, 2)),
                  mode))
          .isEqualTo(ids(3, 6, 7));
      assertThat(found(points, Examples.of(DenseVector.of(9, 8)), mode)).isEqualTo(ids(7, 6, 4));
    }
  }

  @Test
  default void leavesExamplesOutOfWhateverIsSelected() {
    VectorCollection points = points();
    List<VectorRecord> line = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      line.add(point(i, i, 0));
    }
    points.upsert(line);
    SearchRequest request =
        SearchRequest.nearest("v", Examples.of(RecordId.of(0), RecordId.of(0)), 3);

    for (SearchMode mode : SearchMode.values()) {
      SearchRequest nearest = request.in(mode);
      assertThat(idsOf(points, nearest)).isEqualTo(ids(1, 2, 3));
      assertThat(idsOf(points, nearest.offset(17))).isEqualTo(ids(18, 19));
      assertThat(idsOf(points, nearest.within(2))).isEqualTo(ids(1, 2));
      assertThat(idsOf(points, nearest.where(FilterParser.parse("number < 3 OR id = 7"))))
          .isEqualTo(ids(1, 2, 7));
      SearchResult groups = points.search(nearest.groupBy("number", 2).returning(Projection.ALL));
      assertThat(groups.groups()).hasSize(3);
      assertThat(groups.neighbors().get(0).record()).isEqualTo(line.get(1));
    }
  }

  @Test
  default void takesTextsForIds() {
    CollectionSchema schema =
        new CollectionSchema(
            IdType.STRING, List.of(VectorField.of("v", 1, Metric.EUCLIDEAN)), List.of());
    VectorCollection collection = create("c", schema);
    for (int i = 0; i < 5; i++) {
      RecordId id = RecordId.of("it's " + i);
      collection.upsert(List.of(VectorRecord.of(id, "v", DenseVector.of(i))));
    }

    Examples examples = Examples.of(RecordId.of("it's 1")).unlike(RecordId.of("it's 0"));

    assertThat(idsOf(collection, SearchRequest.nearest("v", examples, 9)))
        .isEqualTo(List.of(RecordId.of("it's 2"), RecordId.of("it's 3"), RecordId.of("it's 4")));
  }

  /** Otherwise the longest example would be the one that counts. */
  @Test
  default void givesDirectionsTheSameWeightUnderCosine() {
    CollectionSchema schema =
        new CollectionSchema(
            IdType.INT64, List.of(VectorField.of("v", 2, Metric.COSINE)), List.of());
    VectorCollection collection = create("c", schema);
    collection.upsert(
        List.of(
            VectorRecord.of(RecordId.of(1), "v", DenseVector.of(1000, 0)),
            VectorRecord.of(RecordId.of(2), "v", DenseVector.of(0, 0.001f)),
            VectorRecord.of(RecordId.of(3), "v", DenseVector.of(5, 1)),
            VectorRecord.of(RecordId.of(4), "v", DenseVector.of(3, 3)),
            VectorRecord.of(RecordId.of(5), "v", DenseVector.of(2, 3))));

    Examples examples = Examples.of(RecordId.of(1), RecordId.of(2));

    assertThat(found(collection, examples, SearchMode.EXACT)).isEqualTo(ids(4, 5, 3));
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  default void agreesWithTheExactDatabaseOnExamples(Metric metric) {
    Seed.ofRun()
        .run(
            random -> {
              CollectionSchema schema =
                  new CollectionSchema(
                      IdType.INT64, List.of(VectorField.of("v", 5, metric)), List.of());
              VectorCollection collection = create("c", schema);
              ExactCollection exact =
                  new ExactDatabase().createCollection(CollectionSpec.of("exact", schema));
              List<VectorRecord> records = new ArrayList<>();
              for (int i = 0; i < 200; i++) {
                DenseVector v = VectorGenerator.uniform(5, random);
                records.add(VectorRecord.of(RecordId.of(i), "v", v));
              }
              collection.upsert(records.subList(0, 120));
              collection.flush();
              collection.upsert(records.subList(120, 200));
              exact.upsert(records);
              for (int i = 0; i < 20; i++) {
                Examples examples =
                    new Examples(
                        some(1 + random.nextInt(4), random),
                        some(random.nextInt(3), random),
                        ExampleStrategy.AVERAGE);
                SearchRequest request =
                    SearchRequest.nearest("v", examples, 7).in(SearchMode.EXACT);
                assertThat(idsOf(collection, request))
                    .as("" + examples)
                    .isEqualTo(idsOf(exact, request));
              }
            });
  }

  @Test
  default void namesTheExamplesThatThereAreNot() {
    VectorCollection points = points();
    points.upsert(List.of(point(1, 0, 0), point(2, 1, 1)));

    refuses(points, Examples.of(RecordId.of(1), RecordId.of(77)), ErrorCode.INVALID_ARGUMENT, "77");
    refuses(
        points,
        Examples.of(RecordId.of(1)).unlike(RecordId.of(78)),
        ErrorCode.INVALID_ARGUMENT,
        "78");
    points.delete(ids(2));
    refuses(points, Examples.of(RecordId.of(2)), ErrorCode.INVALID_ARGUMENT, "2", "example");
  }

  @Test
  default void refusesExamplesThatDoNotFit() {
    VectorCollection points = points();
    points.upsert(List.of(point(1, 0, 0), point(2, 3e38f, 0)));
    RecordId one = RecordId.of(1);

    refuses(
        points, Examples.of(RecordId.of("1")), ErrorCode.INVALID_RECORD, "1", "STRING", "INT64");
    refuses(
        points,
        Examples.of(one, DenseVector.of(1)),
        ErrorCode.INVALID_VECTOR,
        "positive example 1",
        "dimension 1; expected 2");
    refuses(
        points,
        Examples.of(one).unlike(DenseVector.of(1, Float.NaN)),
        ErrorCode.INVALID_VECTOR,
        "negative example 0",
        "NaN");
    refuses(
        points,
        Examples.of(RecordId.of(2)).unlike(DenseVector.of(-3e38f, 0)),
        ErrorCode.INVALID_VECTOR,
        "average of the examples",
        "component 0 is Infinity");
    assertRefused(
        ErrorCode.UNKNOWN_FIELD,
        () -> points.search(SearchRequest.nearest("w", Examples.of(one), 1)),
        "'w'");
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        () -> new Examples(List.of(), List.of(one), ExampleStrategy.AVERAGE),
        "no positive example");
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        () -> new Examples(Collections.nCopies(1000, one), List.of(one), ExampleStrategy.AVERAGE),
        "1001 examples",
        "at most 1000");
  }

  private static void refuses(
      VectorCollection collection, Examples examples, ErrorCode code, String... parts) {
    assertRefused(code, () -> collection.search(SearchRequest.nearest("v", examples, 1)), parts);
  }

  private static List<Example> some(int number, SplittableRandom random) {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      examples.add(
          random.nextBoolean()
              ? RecordId.of(random.nextInt(200))
              : VectorGenerator.uniform(5, random));
    }
    return examples;
  }

  private static List<RecordId> found(
      VectorCollection collection, Examples examples, SearchMode mode) {
    return idsOf(collection, SearchRequest.nearest("v", examples, 3).in(mode));
  }

  private static List<RecordId> idsOf(VectorCollection collection, SearchRequest request) {
    return SearchAgreement.ids(collection.search(request));
  }
}
