package io.vicinal.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.filter.FilterParser;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Requests and what they are made of. */
class RequestTest {
  private static final DenseVector QUERY = DenseVector.of(1, 2);
  private static final CollectionSchema SCHEMA =
      new CollectionSchema(
          IdType.INT64,
          List.of(VectorField.of("v", 2, Metric.DOT), VectorField.of("w", 1, Metric.DOT)),
          List.of(new Attribute("a", ScalarType.INT32), new Attribute("b", ScalarType.STRING)));

  @Test
  void searchesWithoutFilterForIdsUnlessToldOtherwise() {
    SearchRequest plain = SearchRequest.nearest("v", QUERY, 10);

    assertThat(plain)
        .isEqualTo(
            new SearchRequest(
                "v",
                QUERY,
                Selection.nearest(10),
                Optional.empty(),
                Optional.empty(),
                SearchMode.APPROXIMATE,
                Projection.ID_ONLY));
  }

  @Test
  void changesOnePartOfASearchAtATime() {
    var filter = FilterParser.parse("a = 1");

    SearchRequest request =
        SearchRequest.nearest("v", QUERY, 10)
            .where(filter)
            .withEf(20)
            .in(SearchMode.EXACT)
            .returning(Projection.ALL)
            .offset(30)
            .within(0.5f)
            .groupBy("a", 2);

    assertThat(request)
        .isEqualTo(
            new SearchRequest(
                "v",
                QUERY,
                new Selection(
                    10, 30, Optional.of(0.5f), Optional.of(new Grouping("a", 2)), Optional.empty()),
                Optional.of(filter),
                Optional.of(new SearchEffort.Width(20)),
                SearchMode.EXACT,
                Projection.ALL));
  }

  @Test
  void limitsKAndEf() {
    SearchRequest largest = SearchRequest.nearest("v", QUERY, 100_000).withEf(100_000);
    assertThat(largest.k()).isEqualTo(SearchRequest.MAX_K);
    Refused.by(
        () -> SearchRequest.nearest("v", QUERY, 0),
        ErrorCode.INVALID_ARGUMENT,
        "k is 0",
        "1..100000");
    Refused.by(
        () -> SearchRequest.nearest("v", QUERY, 100_001), ErrorCode.INVALID_ARGUMENT, "100001");
    Refused.by(() -> largest.withEf(0), ErrorCode.INVALID_ARGUMENT, "ef is 0", "1..100000");
    Refused.by(() -> largest.withEf(100_001), ErrorCode.INVALID_ARGUMENT, "ef is 100001");
  }

  @Test
  void limitsPages() {
    SearchRequest last = SearchRequest.nearest("v", QUERY, 10).offset(99_990);
    assertThat(last.selection().depth()).isEqualTo(Selection.MAX_K);
    Refused.by(() -> last.offset(-1), ErrorCode.INVALID_ARGUMENT, "offset is -1", "0 or more");
    Refused.by(
        () -> last.offset(99_991),
        ErrorCode.INVALID_ARGUMENT,
        "offset 99991",
        "k 10",
        "100001 together",
        "at most 100000");
    Refused.by(
        () -> last.offset(Integer.MAX_VALUE), ErrorCode.INVALID_ARGUMENT, "offset 2147483647");
  }

  @Test
  void limitsDistancesToThoseThatThereAre() {
    SearchRequest request = SearchRequest.nearest("v", QUERY, 10);
    for (float none : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      Refused.by(
          () -> request.within(none),
          ErrorCode.INVALID_ARGUMENT,
          "maxDistance is " + none,
          "finite");
    }
    request.within(-3).selection().check(SCHEMA, VectorField.of("v", 2, Metric.DOT));
    for (Metric metric : List.of(Metric.EUCLIDEAN, Metric.COSINE, Metric.MANHATTAN)) {
      VectorField field = VectorField.of("v", 2, metric);
      request.within(0).selection().check(SCHEMA, field);
      Refused.by(
          () -> request.within(-3).selection().check(SCHEMA, field),
          ErrorCode.INVALID_ARGUMENT,
          "maxDistance is -3.0",
          metric.name(),
          "'v'",
          "0 or more");
    }
  }

  @Test
  void limitsGroups() {
    SearchRequest request = SearchRequest.nearest("v", QUERY, 1000).groupBy("a", 100);
    assertThat(request.selection().size()).isEqualTo(100_000);
    assertThat(request.selection().depth()).isEqualTo(100_000);
    Refused.by(
        () -> request.groupBy("a", 0), ErrorCode.INVALID_ARGUMENT, "groupSize is 0", "1 or more");
    Refused.by(
        () -> request.groupBy("a", Integer.MAX_VALUE),
        ErrorCode.INVALID_ARGUMENT,
        "1000 groups",
        "groupSize 2147483647",
        "2147483647000 neighbours",
        "at most 100000");
    Refused.by(
        () -> request.offset(1), ErrorCode.INVALID_ARGUMENT, "1001 groups", "100100 neighbours");
  }

  @Test
  void limitsWhatIsDiversified() {
    SearchRequest request = SearchRequest.nearest("v", QUERY, 10).offset(5);
    assertThat(request.mmr(0.5, 15).selection().mmr()).contains(new Mmr(0.5, 15));
    for (double lambda : new double[] {-0.1, 1.1, Double.NaN}) {
      Refused.by(
          () -> request.mmr(lambda, 20),
          ErrorCode.INVALID_ARGUMENT,
          "lambda of mmr is " + lambda,
          "0..1");
    }
    Refused.by(
        () -> request.mmr(0.5, 14),
        ErrorCode.INVALID_ARGUMENT,
        "candidates of mmr is 14",
        "15 or more");
    Refused.by(
        () -> request.mmr(0.5, 1001),
        ErrorCode.INVALID_ARGUMENT,
        "candidates of mmr is 1001",
        "1..1000");
    Refused.by(
        () -> request.mmr(0.5, 20).groupBy("a", 1),
        ErrorCode.INVALID_ARGUMENT,
        "mmr and groupBy",
        "one of the two");
  }

  @Test
  void changesOnePartOfAScanAtATime() {
    var filter = FilterParser.parse("a = 1");

    assertThat(ScanRequest.ALL.where(filter).returning(Projection.ID_ONLY).limit(0))
        .isEqualTo(new ScanRequest(Optional.of(filter), Projection.ID_ONLY, OptionalLong.of(0)));
    Refused.by(() -> ScanRequest.ALL.limit(-1), ErrorCode.INVALID_ARGUMENT, "limit is -1");
  }

  @Test
  void projectsFieldsInTheOrderOfTheSchema() {
    assertThat(Projection.ALL.attributes(SCHEMA)).containsExactly("a", "b");
    assertThat(Projection.ALL.vectorFields(SCHEMA)).containsExactly("v", "w");
    assertThat(Projection.ATTRIBUTES.attributes(SCHEMA)).containsExactly("a", "b");
    assertThat(Projection.ATTRIBUTES.vectorFields(SCHEMA)).isEmpty();
    assertThat(Projection.ID_ONLY.attributes(SCHEMA)).isEmpty();
    assertThat(Projection.ID_ONLY.vectorFields(SCHEMA)).isEmpty();
    Projection named = Projection.of("b", "w", "a", "id");
    assertThat(named.attributes(SCHEMA)).containsExactly("a", "b");
    assertThat(named.vectorFields(SCHEMA)).containsExactly("w");
  }

  @Test
  void refusesProjectionsOfUnknownFields() {
    Projection.of("id", "v", "b").check(SCHEMA);
    Projection.ALL.check(SCHEMA);
    Refused.by(
        () -> Projection.of("a", "x").check(SCHEMA),
        ErrorCode.UNKNOWN_FIELD,
        "'x'",
        "[id, v, w, a, b]");
    Refused.by(
        () -> new Projection(Projection.Kind.ALL, List.of("a")),
        ErrorCode.INVALID_ARGUMENT,
        "ALL",
        "[a]");
  }
}
