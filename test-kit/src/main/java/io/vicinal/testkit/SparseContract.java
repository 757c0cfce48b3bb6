package io.vicinal.testkit;

import static io.vicinal.testkit.DatabaseUnderTest.ids;
import static io.vicinal.testkit.DatabaseUnderTest.records;
import static io.vicinal.testkit.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.Examples;
import io.vicinal.api.FusedBranch;
import io.vicinal.api.FusedRequest;
import io.vicinal.api.Fusion;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Neighbor;
import io.vicinal.api.NeighborGroup;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SparseField;
import io.vicinal.api.SparseVector;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.filter.FilterParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sparse vector fields, and searches that fuse them with others. */
interface SparseContract extends DatabaseUnderTest {
  /** A vector field, a sparse one and a number. */
  CollectionSchema TEXTS =
      new CollectionSchema(
          IdType.INT64,
          List.of(VectorField.of("v", 1, Metric.EUCLIDEAN)),
          List.of(new SparseField("words")),
          List.of(new Attribute("number", ScalarType.INT64)));

  @Test
  default void keepsSparseVectorsAndRecordsWithoutOne() {
    VectorCollection texts = create("texts", TEXTS);
    VectorRecord last = text(1, sparse(SparseVector.MAX_INDEX, -0.1f, 0, Float.MAX_VALUE));
    VectorRecord empty = text(2, sparse());
    VectorRecord without = text(3, null);
    texts.upsert(List.of(last, empty, without));

    assertThat(texts.schema()).isEqualTo(TEXTS);
    assertThat(database().collection("texts").schema()).isEqualTo(TEXTS);
    assertThat(records(texts).values()).containsExactly(last, empty, without);
    texts.flush();
    texts.upsert(List.of(text(2, sparse(7, 1))));
    assertThat(texts.get(ids(1, 2, 3), Projection.ALL))
        .containsExactly(last, text(2, sparse(7, 1)), without);
    assertThat(texts.get(ids(1), Projection.of("words")))
        .containsExactly(new VectorRecord(last.id(), Map.of(), last.sparseVectors(), Map.of()));
    assertThat(texts.get(ids(1), Projection.ATTRIBUTES).get(0).sparseVectors()).isEmpty();
    assertThat(texts.get(ids(1), Projection.of("v")).get(0).sparseVectors()).isEmpty();
  }

  @Test
  default void findsWhatSharesAnIndexByInnerProduct() {
    VectorCollection texts = create("texts", TEXTS);
    texts.upsert(
        List.of(
            text(1, sparse(1, 1, 2, 2)),
            text(2, sparse(2, 3)),
            text(3, null),
            text(4, sparse()),
            text(5, sparse(9, 9)),
            text(6, sparse(1, -4))));
    texts.flush();
    texts.upsert(List.of(text(7, sparse(1, 7)), text(8, sparse(2, 0))));
    SearchRequest request = SearchRequest.nearest("words", sparse(1, 1, 2, 2, 3, 3), 10);

    for (SearchMode mode : SearchMode.values()) {
      List<Neighbor> found = texts.search(request.in(mode)).neighbors();
      assertThat(idsOf(found)).isEqualTo(ids(7, 2, 1, 8, 6));
      assertThat(found).extracting(Neighbor::distance).containsExactly(-7f, -6f, -5f, 0f, 4f);
    }
    assertThat(idsOf(texts.search(request.withK(2).offset(1)).neighbors())).isEqualTo(ids(2, 1));
    assertThat(idsOf(texts.search(request.within(-5)).neighbors())).isEqualTo(ids(7, 2, 1));
    assertThat(idsOf(texts.search(request.withQuery(sparse(1, -1))).neighbors()))
        .isEqualTo(ids(6, 1, 7));
    assertThat(texts.search(request.withQuery(sparse())).neighbors()).isEmpty();
    assertThat(texts.search(request.withQuery(sparse(77, 1))).neighbors()).isEmpty();
  }

  @Test
  default void honoursFiltersDeletesAndReplacementsInASparseField() {
    VectorCollection texts = create("texts", TEXTS);
    for (int i = 1; i <= 6; i++) {
      texts.upsert(List.of(text(i, sparse(1, i))));
    }
    texts.flush();
    texts.delete(ids(6));
    texts.upsert(List.of(text(5, null), text(1, sparse(1, 9))));
    SearchRequest request = SearchRequest.nearest("words", sparse(1, 1), 10);

    assertThat(idsOf(texts.search(request).neighbors())).isEqualTo(ids(1, 4, 3, 2));
    texts.flush();
    assertThat(idsOf(texts.search(request).neighbors())).isEqualTo(ids(1, 4, 3, 2));
    assertThat(
            idsOf(
                texts
                    .search(request.where(FilterParser.parse("number BETWEEN 2 AND 3")))
                    .neighbors()))
        .isEqualTo(ids(3, 2));
  }

  @Test
  default void groupsNeighborsInASparseField() {
    VectorCollection texts = create("texts", TEXTS);
    List<VectorRecord> records = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      records.add(text(i, sparse(1, i)).withAttributes(Map.of("number", (long) i % 3)));
    }
    texts.upsert(records);

    List<NeighborGroup> groups =
        texts.search(SearchRequest.nearest("words", sparse(1, 1), 2).groupBy("number", 2)).groups();

    assertThat(groups)
        .extracting(NeighborGroup::value)
        .containsExactly(Optional.of(0L), Optional.of(2L));
    assertThat(idsOf(groups.get(0).neighbors())).isEqualTo(ids(9, 6));
    assertThat(idsOf(groups.get(1).neighbors())).isEqualTo(ids(8, 5));
  }

  @Test
  default void agreesWithTheDefinitionOfHybridSearch() {
    Seed.ofRun()
        .run(
            random -> {
              VectorCollection texts = create("texts", TEXTS);
              ExactCollection exact =
                  new ExactDatabase().createCollection(CollectionSpec.of("exact", TEXTS));
              List<VectorRecord> records = new ArrayList<>();
              for (int i = 0; i < 700; i++) {
                SparseVector words = random.nextInt(5) == 0 ? null : VectorGenerator.sparse(random);
                records.add(text((i * 7L) % 700, words));
              }
              texts.upsert(records.subList(0, 500));
              texts.flush();
              texts.upsert(records.subList(500, 700));
              exact.upsert(records);
              List<RecordId> gone = ids(3, 5, 77, 600);
              texts.delete(gone);
              exact.delete(gone);
              for (int i = 0; i < 40; i++) {
                SparseVector query = VectorGenerator.sparse(random);
                SearchRequest sparse =
                    SearchRequest.nearest("words", query, random.nextInt(1, 50))
                        .offset(random.nextInt(5))
                        .returning(Projection.ALL);
                assertThat(texts.search(sparse).neighbors())
                    .as("" + sparse)
                    .isEqualTo(exact.search(sparse).neighbors());
                FusedRequest hybrid = hybrid(query, random);
                assertThat(texts.searchFused(hybrid).neighbors())
                    .as("" + hybrid)
                    .isEqualTo(exact.searchFused(hybrid).neighbors());
              }
            });
  }

  @Test
  default void refusesQueriesOfTheOtherKind() {
    VectorCollection texts = create("texts", TEXTS);
    texts.upsert(List.of(text(1, sparse(1, 1))));
    SearchRequest dense = SearchRequest.nearest("v", DenseVector.of(1), 1);
    SearchRequest sparse = SearchRequest.nearest("words", sparse(1, 1), 1);

    assertRefused(
        ErrorCode.INVALID_VECTOR,
        () -> texts.search(dense.withQuery(sparse(1, 1))),
        "'v'",
        "sparse vector; expected a dense one");
    assertRefused(
        ErrorCode.INVALID_VECTOR,
        () -> texts.search(sparse.withQuery(DenseVector.of(1))),
        "'words'",
        "dense vector; expected a sparse one");
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        () -> texts.search(sparse.withQuery(Examples.of(RecordId.of(1)))),
        "examples",
        "'words'");
    assertRefused(
        ErrorCode.INVALID_ARGUMENT, () -> texts.search(sparse.mmr(0.5, 9)), "mmr", "'words'");
    assertRefused(
        ErrorCode.UNKNOWN_FIELD,
        () ->
            texts.upsert(List.of(text(2, null).withSparseVectors(Map.of("letters", sparse(1, 1))))),
        "'letters'",
        "[words]");
  }

  private static FusedRequest hybrid(SparseVector query, SplittableRandom random) {
    return FusedRequest.of(
            random.nextInt(1, 40),
            FusedBranch.of("words", query, random.nextInt(1, 60)),
            FusedBranch.of("v", DenseVector.of(random.nextInt(700)), random.nextInt(1, 60))
                .weighted(random.nextInt(1, 9) / 4.0))
        .by(random.nextBoolean() ? Fusion.WEIGHTED : Fusion.RRF)
        .in(SearchMode.EXACT)
        .returning(Projection.ALL);
  }

  private static VectorRecord text(long id, @Nullable SparseVector words) {
    return new VectorRecord(
        RecordId.of(id),
        Map.of("v", DenseVector.of((float) id)),
        words == null ? Map.of() : Map.of("words", words),
        Map.of("number", id));
  }

  /** The sparse vector of indices, each before its component. */
  private static SparseVector sparse(double... components) {
    int[] indices = new int[components.length / 2];
    float[] values = new float[indices.length];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = (int) components[2 * i];
      values[i] = (float) components[2 * i + 1];
    }
    return SparseVector.of(indices, values);
  }

  private static List<RecordId> idsOf(List<Neighbor> neighbors) {
    return neighbors.stream().map(neighbor -> neighbor.record().id()).toList();
  }
}
