package io.vicinal.testkit;

import static io.vicinal.testkit.DatabaseUnderTest.ids;
import static io.vicinal.testkit.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.api.Attribute;
import io.vicinal.api.BranchRank;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.FusedBranch;
import io.vicinal.api.FusedNeighbor;
import io.vicinal.api.FusedRequest;
import io.vicinal.api.Fusion;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.SearchMode;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.filter.FilterParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Searches of several vector fields, fused. */
interface FusionContract extends DatabaseUnderTest {
  /** Two vector fields of one metric. */
  CollectionSchema PAIRS =
      new CollectionSchema(
          IdType.INT64,
          List.of(
              VectorField.of("a", 1, Metric.EUCLIDEAN), VectorField.of("b", 1, Metric.EUCLIDEAN)),
          List.of(new Attribute("number", ScalarType.INT64)));

  @Test
  default void fusesRanksOverAllRecords() {
    VectorCollection pairs = pairs();

    for (SearchMode mode : SearchMode.values()) {
      FusedRequest request = near(2, 2).in(mode);
      List<FusedNeighbor> found = pairs.searchFused(request).neighbors();

      // Of a: 1, 2. Of b: 2, 4.
      assertThat(idsOf(found)).isEqualTo(ids(2, 1, 4));
      assertThat(found.get(0).branches()).containsExactly(place(2, 1), place(1, 0));
      assertThat(found.get(1).branches()).containsExactly(place(1, 0), Optional.empty());
      assertThat(found.get(2).branches()).containsExactly(Optional.empty(), place(2, 1));
      assertThat(found)
          .extracting(FusedNeighbor::score)
          .containsExactly(1.0 / 62 + 1.0 / 61, 1.0 / 61, 1.0 / 62);
    }
  }

  @Test
  default void givesTiesToTheSmallerId() {
    VectorCollection pairs = create("pairs", PAIRS);
    pairs.upsert(List.of(pair(8, 0, 9), pair(7, 9, 0), pair(9, 1, 1)));

    List<FusedNeighbor> found = pairs.searchFused(near(1, 1).in(SearchMode.EXACT)).neighbors();

    assertThat(idsOf(found)).isEqualTo(ids(7, 8));
    assertThat(found.get(0).score()).isEqualTo(found.get(1).score());
  }

  @Test
  default void countsABranchByItsWeightAndARankByTheConstant() {
    VectorCollection pairs = pairs();
    FusedRequest request = near(2, 2).in(SearchMode.EXACT);
    FusedRequest heavy =
        FusedRequest.of(
                10,
                FusedBranch.of("a", DenseVector.of(0), 2).weighted(0.5),
                FusedBranch.of("b", DenseVector.of(0), 2).weighted(3))
            .by(new Fusion.ReciprocalRank(1))
            .in(SearchMode.EXACT);

    List<FusedNeighbor> found = pairs.searchFused(heavy).neighbors();

    assertThat(idsOf(pairs.searchFused(request).neighbors())).isEqualTo(ids(2, 1, 4));
    assertThat(idsOf(found)).isEqualTo(ids(2, 4, 1));
    assertThat(found.get(0).score()).isCloseTo(0.5 / 3 + 3.0 / 2, within(1e-12));
    assertThat(found.get(1).score()).isCloseTo(3.0 / 3, within(1e-12));
    assertThat(found.get(2).score()).isCloseTo(0.5 / 2, within(1e-12));
  }

  @Test
  default void fusesDistancesThatAreNormalisedByBranch() {
    VectorCollection pairs = pairs();
    FusedRequest request = near(4, 3).by(Fusion.WEIGHTED).in(SearchMode.EXACT);

    List<FusedNeighbor> found = pairs.searchFused(request).neighbors();

    // Of a: 1 at 0, 2 at 1, 3 at 4, 4 at 8. Of b: 2 at 0, 4 at 1, 3 at 5.
    assertThat(idsOf(found)).isEqualTo(ids(2, 1, 4, 3));
    assertThat(found).extracting(FusedNeighbor::score).containsExactly(7.0 / 8 + 1, 1.0, 0.8, 0.5);
  }

  @Test
  default void countsABranchWhoseNeighborsAreAllAsNear() {
    VectorCollection pairs = pairs();

    List<FusedNeighbor> found =
        pairs.searchFused(near(1, 1).by(Fusion.WEIGHTED).in(SearchMode.EXACT)).neighbors();

    assertThat(idsOf(found)).isEqualTo(ids(1, 2));
    assertThat(found).extracting(FusedNeighbor::score).containsExactly(1.0, 1.0);
  }

  /** Products beyond float32, of either sign. */
  @Test
  default void fusesDistancesThatOverflowedAsTheLargest() {
    CollectionSchema schema =
        new CollectionSchema(
            IdType.INT64,
            List.of(VectorField.of("a", 1, Metric.DOT), VectorField.of("b", 1, Metric.EUCLIDEAN)),
            List.of(new Attribute("number", ScalarType.INT64)));
    VectorCollection collection = create("huge", schema);
    ExactCollection exact =
        new ExactDatabase().createCollection(CollectionSpec.of("exact", schema));
    List<VectorRecord> records = List.of(pair(1, 3e38f, 9), pair(2, 1, 0), pair(3, -3e38f, 0));
    collection.upsert(records);
    exact.upsert(records);
    FusedRequest request =
        FusedRequest.of(
                10,
                FusedBranch.of("a", DenseVector.of(3e38f), 3),
                FusedBranch.of("b", DenseVector.of(0), 3))
            .by(Fusion.WEIGHTED)
            .in(SearchMode.EXACT);

    List<FusedNeighbor> found = collection.searchFused(request).neighbors();

    assertThat(found).isEqualTo(exact.searchFused(request).neighbors());
    assertThat(idsOf(found)).isEqualTo(ids(2, 1, 3));
    double largest = Float.MAX_VALUE;
    assertThat(found)
        .extracting(FusedNeighbor::score)
        .containsExactly((largest + 3e38f) / (2 * largest) + 1, 1.0, 1.0);
    assertThat(found.get(1).branches().get(0)).isEqualTo(place(1, Float.NEGATIVE_INFINITY));
    assertThat(found.get(2).branches().get(0)).isEqualTo(place(3, Float.POSITIVE_INFINITY));
  }

  @Test
  default void returnsAPageOfTheRecordsThatPassTheFilter() {
    VectorCollection pairs = pairs();
    pairs.flush();
    pairs.delete(ids(4));
    pairs.upsert(List.of(pair(6, 0, 0)));
    FusedRequest request = near(2, 2).in(SearchMode.EXACT).where(FilterParser.parse("number < 6"));

    // Of a: 1, 2. Of b: 2, 3.
    assertThat(idsOf(pairs.searchFused(request).neighbors())).isEqualTo(ids(2, 1, 3));
    assertThat(idsOf(pairs.searchFused(request.offset(1)).neighbors())).isEqualTo(ids(1, 3));
    assertThat(pairs.searchFused(request.offset(3)).neighbors()).isEmpty();
    assertThat(pairs.searchFused(request.where(FilterParser.parse("number > 99"))).neighbors())
        .isEmpty();
  }

  @Test
  default void returnsDisjointPagesOfTheSameCandidates() {
    VectorCollection pairs = pairs();
    FusedRequest request = near(4, 3).by(Fusion.WEIGHTED).in(SearchMode.EXACT);
    List<FusedNeighbor> all = pairs.searchFused(request).neighbors();

    List<FusedNeighbor> pages = new ArrayList<>();
    for (int offset = 0; offset < 6; offset += 2) {
      FusedRequest page =
          FusedRequest.of(2, request.branches().toArray(FusedBranch[]::new))
              .by(Fusion.WEIGHTED)
              .in(SearchMode.EXACT)
              .offset(offset);
      pages.addAll(pairs.searchFused(page).neighbors());
    }

    assertThat(all).hasSize(4);
    assertThat(pages).isEqualTo(all);
  }

  @Test
  default void returnsTheFieldsOfTheProjectionOfFusedNeighbors() {
    VectorCollection pairs = pairs();
    FusedRequest request = near(1, 1).in(SearchMode.EXACT);

    for (Projection projection :
        List.of(
            Projection.ALL,
            Projection.ATTRIBUTES,
            Projection.ID_ONLY,
            Projection.of("b"),
            Projection.of("id", "number"))) {
      assertThat(pairs.searchFused(request.returning(projection)).neighbors())
          .as("" + projection)
          .extracting(FusedNeighbor::record)
          .isEqualTo(pairs.get(ids(1, 2), projection));
    }
  }

  /** Text that a JSON parser would change, or refuse. */
  @Test
  default void returnsJsonAttributesOfFusedNeighborsAsTheyWereWritten() {
    CollectionSchema schema =
        new CollectionSchema(
            IdType.INT64, PAIRS.vectorFields(), List.of(new Attribute("payload", ScalarType.JSON)));
    VectorCollection collection = create("payloads", schema);
    List<String> payloads =
        List.of(
            "{ \"b\": 1.50,\n \"a\": 1E2 }",
            "[".repeat(62) + "]".repeat(62),
            "[".repeat(1000) + "]".repeat(1000),
            "{\"a\": 1, \"a\": 2}",
            "no JSON");
    List<VectorRecord> records = new ArrayList<>();
    for (int i = 0; i < payloads.size(); i++) {
      records.add(pair(i, i, i).withAttributes(Map.of("payload", payloads.get(i))));
    }
    collection.upsert(records);

    List<FusedNeighbor> found =
        collection
            .searchFused(near(5, 5).in(SearchMode.EXACT).returning(Projection.ALL))
            .neighbors();

    assertThat(found).extracting(FusedNeighbor::record).isEqualTo(records);
  }

  @Test
  default void agreesWithTheDefinitionOfFusion() {
    Seed.ofRun()
        .run(
            random -> {
              CollectionSchema schema =
                  new CollectionSchema(
                      IdType.INT64,
                      List.of(
                          VectorField.of("x", 3, Metric.DOT),
                          VectorField.of("y", 2, Metric.MANHATTAN),
                          VectorField.of("z", 4, Metric.EUCLIDEAN)),
                      List.of(new Attribute("number", ScalarType.INT64)));
              VectorCollection collection = create("c", schema);
              ExactCollection exact =
                  new ExactDatabase().createCollection(CollectionSpec.of("exact", schema));
              List<VectorRecord> records = new ArrayList<>();
              for (int i = 0; i < 200; i++) {
                records.add(record(schema, (i * 7L) % 200, random));
              }
              collection.upsert(records.subList(0, 120));
              collection.flush();
              collection.upsert(records.subList(120, 200));
              exact.upsert(records);
              for (int i = 0; i < 40; i++) {
                FusedRequest request = any(schema, random);
                assertThat(collection.searchFused(request).neighbors())
                    .as("" + request)
                    .isEqualTo(exact.searchFused(request).neighbors());
              }
            });
  }

  @Test
  default void refusesBranchesThatDoNotFit() {
    VectorCollection pairs = pairs();
    FusedBranch good = FusedBranch.of("a", DenseVector.of(0), 5);

    assertRefused(
        ErrorCode.UNKNOWN_FIELD,
        () ->
            pairs.searchFused(FusedRequest.of(1, good, FusedBranch.of("c", DenseVector.of(0), 5))),
        "branch 1",
        "'c'",
        "[a, b]");
    assertRefused(
        ErrorCode.INVALID_VECTOR,
        () ->
            pairs.searchFused(
                FusedRequest.of(1, FusedBranch.of("b", DenseVector.of(0, 1), 5), good)),
        "branch 0",
        "'b'",
        "dimension 2; expected 1");
    assertRefused(
        ErrorCode.UNKNOWN_FIELD,
        () -> pairs.searchFused(FusedRequest.of(1, good, good).returning(Projection.of("colour"))),
        "'colour'");
    assertRefused(
        ErrorCode.UNKNOWN_FIELD,
        () ->
            pairs.searchFused(
                FusedRequest.of(1, good, good).where(FilterParser.parse("colour = 1"))),
        "'colour'");
  }

  @Test
  default void searchesNoBranchOfACollectionThatWasDropped() {
    VectorCollection pairs = pairs();
    database().dropCollection("pairs");

    assertRefused(ErrorCode.UNKNOWN_COLLECTION, () -> pairs.searchFused(near(1, 1)));
  }

  private VectorCollection pairs() {
    VectorCollection pairs = create("pairs", PAIRS);
    pairs.upsert(
        List.of(pair(1, 0, 9), pair(2, 1, 0), pair(3, 4, 5), pair(4, 8, 1), pair(5, 9, 9)));
    return pairs;
  }

  /** The neighbours of zero in both fields. */
  private static FusedRequest near(int candidatesOfA, int candidatesOfB) {
    return FusedRequest.of(
        10,
        FusedBranch.of("a", DenseVector.of(0), candidatesOfA),
        FusedBranch.of("b", DenseVector.of(0), candidatesOfB));
  }

  private static VectorRecord pair(long id, float a, float b) {
    return new VectorRecord(
        RecordId.of(id),
        Map.of("a", DenseVector.of(a), "b", DenseVector.of(b)),
        Map.of("number", id));
  }

  private static Optional<BranchRank> place(int rank, float distance) {
    return Optional.of(new BranchRank(rank, distance));
  }

  private static VectorRecord record(CollectionSchema schema, long id, SplittableRandom random) {
    // Whole numbers, so that distances are equal where they should be.
    return new VectorRecord(
        RecordId.of(id),
        Map.of(
            "x", VectorGenerator.grid(schema.vectorField("x").dimension(), random),
            "y", VectorGenerator.grid(schema.vectorField("y").dimension(), random),
            "z", VectorGenerator.grid(schema.vectorField("z").dimension(), random)),
        Map.of("number", id));
  }

  private static FusedRequest any(CollectionSchema schema, SplittableRandom random) {
    List<FusedBranch> branches = new ArrayList<>();
    for (int i = random.nextInt(2, 6); i > 0; i--) {
      VectorField field = schema.vectorFields().get(random.nextInt(3));
      DenseVector query = VectorGenerator.grid(field.dimension(), random);
      branches.add(
          FusedBranch.of(field.name(), query, random.nextInt(1, 60))
              .weighted(random.nextInt(1, 9) / 4.0));
    }
    FusedRequest request =
        FusedRequest.of(random.nextInt(1, 40), branches.toArray(FusedBranch[]::new))
            .by(random.nextBoolean() ? Fusion.WEIGHTED : Fusion.RRF)
            .offset(random.nextInt(10))
            .in(SearchMode.EXACT)
            .returning(Projection.ALL);
    return random.nextBoolean()
        ? request
        : request.where(FilterParser.parse("number < " + random.nextInt(250)));
  }

  private static List<RecordId> idsOf(List<FusedNeighbor> neighbors) {
    return neighbors.stream().map(neighbor -> neighbor.record().id()).toList();
  }
}
