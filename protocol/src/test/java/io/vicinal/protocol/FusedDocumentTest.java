package io.vicinal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.BranchRank;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.FusedBranch;
import io.vicinal.api.FusedNeighbor;
import io.vicinal.api.FusedRequest;
import io.vicinal.api.Fusion;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchStatistics;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.api.filter.FilterParser;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

/** Fused searches as documents, and their answers as batches. */
class FusedDocumentTest {
  private static final CollectionSchema SCHEMA =
      new CollectionSchema(
          IdType.INT64,
          List.of(VectorField.of("v", 2, Metric.DOT), VectorField.of("w", 1, Metric.COSINE)),
          List.of());
  private static final FusedBranch V = FusedBranch.of("v", DenseVector.of(0.1f, -3e38f), 7);
  private static final FusedBranch W = FusedBranch.of("w", DenseVector.of(1), 100);
  private static final String BRANCHES =
      "'branches': [{'field': 'v', 'vector': [1, 2]}, {'field': 'w', 'vector': [1]}]";

  @Test
  void readsTheRequestsThatItWrites() {
    FusedRequest request =
        FusedRequest.of(10, V, W.weighted(0.1).withEf(9), V.withRecallTarget(0.9));

    assertSame(request);
    assertSame(request.by(Fusion.WEIGHTED));
    assertSame(
        request
            .by(new Fusion.ReciprocalRank(1))
            .offset(3)
            .in(SearchMode.EXACT)
            .where(FilterParser.parse("id > 1"))
            .returning(Projection.of("v")));
  }

  @Test
  void readsTheBatchesThatItWrites() {
    FusedBatches batches =
        FusedBatches.of(SCHEMA, FusedRequest.of(1, V, W, V).returning(Projection.of("w")));
    SearchStatistics statistics = new SearchStatistics(1L << 40, "plan");
    FusedNeighbor neighbor =
        new FusedNeighbor(
            VectorRecord.of(RecordId.of(Long.MAX_VALUE), "w", DenseVector.of(-0f)),
            1.0 / 61 + 1.0 / 62,
            List.of(
                Optional.of(new BranchRank(1, 0.1f)),
                Optional.empty(),
                Optional.of(new BranchRank(2, Float.POSITIVE_INFINITY))));
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(batches.schema(statistics), allocator)) {
      batches.write(root, 0, neighbor);
      root.setRowCount(1);

      assertThat(batches.read(root, 0)).isEqualTo(neighbor);
      assertThat(FusedBatches.statistics(root.getSchema())).isEqualTo(statistics);
    }
  }

  @Test
  void fusesRanksOfAHundredCandidatesUnlessToldOtherwise() {
    FusedBranch v = FusedBranch.of("v", DenseVector.of(1, 2), 100);

    assertThat(read("{" + BRANCHES + ", 'k': 5}").toRequest(SCHEMA))
        .isEqualTo(FusedRequest.of(5, v, W));
    assertThat(candidates("'k': 110")).containsExactly(110, 110);
    assertThat(candidates("'k': 90000")).containsExactly(50_000, 50_000);
  }

  /** Scores depend on how many candidates there are: pages of other scores overlap. */
  @Test
  void asksForTheCandidatesOfAPage() {
    refuses("{" + BRANCHES + ", 'k': 90, 'offset': 20}", "branch 0", "'candidates'", "'offset'");
    assertThat(candidates("'k': 90, 'offset': 0")).containsExactly(100, 100);
    String branches = BRANCHES.replace("'vector'", "'candidates': 7, 'vector'");
    assertThat(read("{" + branches + ", 'k': 90, 'offset': 20}").toRequest(SCHEMA).branches())
        .extracting(FusedBranch::candidates)
        .containsExactly(7, 7);
  }

  @Test
  void refusesWhatDoesNotFitTogether() {
    refuses("{'k': 5}", "key 'branches' is missing");
    refuses("{" + BRANCHES + "}", "key 'k' is missing");
    refuses("{'branches': [{'vector': [1]}], 'k': 5}", "branch 0: no key 'field'", "[v, w]");
    refuses("{'branches': [{'field': 'v'}], 'k': 5}", "keys 'vector' and 'sparse'");
    refuses(
        "{'branches': [{'field': 'u', 'vector': [1]}], 'k': 5}",
        "branch 0: ",
        "no vector field 'u'");
    refuses(
        "{'branches': [{'field': 'w', 'vector': ['x']}], 'k': 5}", "branch 0", "component 0", "x");
    refuses("{'branches': [{'field': 'w', 'vector': [1]}], 'k': 5}", "1 branches", "2..16");
    refuses("{" + BRANCHES + ", 'k': 0}", "k is 0");
    refuses("{" + BRANCHES + ", 'k': 100001}", "k is 100001");
    refuses(
        "{" + BRANCHES.replace("'vector'", "'candidates': 90000, 'vector'") + ", 'k': 5}",
        "180000 candidates together",
        "100000");
    refuses("{" + BRANCHES + ", 'k': 5, 'fusion': 'sum'}", "'sum'", "'rrf', 'weighted'");
    refuses("{" + BRANCHES + ", 'k': 5, 'constant': 0}", "constant of rrf is 0");
    refuses("{" + BRANCHES + ", 'k': 5, 'fusion': 'weighted', 'constant': 9}", "key 'constant'");
    refuses(
        "{" + BRANCHES.replace("'w',", "'w', 'weight': -1,") + ", 'k': 5}",
        "'w'",
        "weight is -1.0",
        "above 0");
    refuses("{" + BRANCHES.replace("'w',", "'w', 'ef': 0,") + ", 'k': 5}", "branch 1", "ef is 0");
    refuses(
        "{" + BRANCHES.replace("'w',", "'w', 'recallTarget': 1,") + ", 'k': 5}",
        "branch 1",
        "recallTarget is 1.0; expected 0.5..0.999");
    refuses(
        "{" + BRANCHES.replace("'w',", "'w', 'ef': 9, 'recallTarget': 0.9,") + ", 'k': 5}",
        "'ef' and 'recallTarget'");
    refuses("{" + BRANCHES + ", 'k': 5, 'fushion': 'rrf'}", "did you mean 'fusion'?");
  }

  private static List<Integer> candidates(String keys) {
    return read("{" + BRANCHES + ", " + keys + "}").toRequest(SCHEMA).branches().stream()
        .map(FusedBranch::candidates)
        .toList();
  }

  private static void refuses(String json, String... parts) {
    assertThatThrownBy(() -> read(json).toRequest(SCHEMA))
        .as(json)
        .isInstanceOf(VicinalException.class)
        .satisfies(error -> assertThat(error.getMessage()).contains(parts));
  }

  private static void assertSame(FusedRequest request) {
    String json = Json.writeString(FusedDocument.of(request));

    assertThat(Json.read(json, FusedDocument.class, "search").toRequest(SCHEMA))
        .as(json)
        .isEqualTo(request);
  }

  private static FusedDocument read(String json) {
    return Json.read(json.replace('\'', '"'), FusedDocument.class, "search");
  }
}
