package io.vicinal.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Joins on the index against Spark's own cross product, which the switch brings back. */
@ExtendWith(SparkFixture.Extension.class)
final class NearestByIT {
  private static final String INDEXED = NearestTables.INDEXED;
  private static final String BY_DISTANCE = NearestTables.BY_DISTANCE;

  private final SparkFixture spark;

  NearestByIT(SparkFixture spark) {
    this.spark = spark;
  }

  @BeforeAll
  static void createCollections(SparkFixture spark) {
    NearestTables.create(spark);
  }

  @AfterEach
  void holdsNoMemoryOfBatches() {
    assertThat(Connections.allocatedBytes()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "near_euclidean, DISTANCE, vector_l2_distance",
    "near_cosine, SIMILARITY, vector_cosine_similarity",
    "near_dot, SIMILARITY, vector_inner_product"
  })
  void findsExactlyWhatTheCrossProductFinds(String table, String direction, String function) {
    String join =
        "SELECT q.id, q.kind, t.id, t.title FROM near_queries q JOIN (SELECT id, v, upper(kind) AS"
            + " title FROM vec.default."
            + table
            + ") t EXACT NEAREST 7 BY "
            + direction
            + " "
            + function
            + "(t.v, q.v)";
    assertThat(spark.plan(join)).contains(INDEXED, "exact scan of collection " + table);
    assertSameRows(join);
  }

  @ParameterizedTest
  @CsvSource({
    "near_euclidean, DISTANCE, vector_l2_distance",
    "near_cosine, SIMILARITY, vector_cosine_similarity",
    "near_dot, SIMILARITY, vector_inner_product"
  })
  void findsNearlyAllThroughTheIndex(String table, String direction, String function) {
    String join =
        "SELECT q.id, t.id FROM near_queries q JOIN vec.default."
            + table
            + " t APPROX NEAREST 10 BY "
            + direction
            + " "
            + function
            + "(q.v, t.v)";
    assertThat(spark.plan(join)).contains(INDEXED, "HNSW index of collection " + table);
    Set<Row> found = new HashSet<>(spark.rows(join));
    Set<Row> expected = new HashSet<>(NearestTables.crossProduct(spark, join));
    expected.retainAll(found);
    assertThat(expected.size()).isGreaterThanOrEqualTo(380);
  }

  @Test
  void filtersTheTargetBeforeNeighborsAreCounted() {
    String join =
        "SELECT q.id, t.id FROM near_queries q JOIN (SELECT * FROM vec.default.near_euclidean"
            + " WHERE kind = 'noun' AND size BETWEEN 2 AND 6) t EXACT NEAREST 5"
            + BY_DISTANCE;
    assertThat(spark.plan(join))
        .contains(INDEXED, "pre-filter: kind = 'noun' AND size >= 2 AND size <= 6");
    assertSameRows(join);
  }

  @Test
  void filtersTheResultAfterNeighborsAreCounted() {
    String join =
        "SELECT q.id, t.id FROM near_queries q JOIN vec.default.near_euclidean t EXACT NEAREST 5"
            + BY_DISTANCE
            + " WHERE t.kind = 'noun' AND q.size > 4";
    assertThat(spark.plan(join)).contains(INDEXED, "pre-filter: none");
    assertSameRows(join);
  }

  @Test
  void keepsQueriesWithoutNeighborsInOuterJoins() {
    String join =
        "SELECT q.n, t.id, t.label FROM odd_queries q LEFT OUTER JOIN (SELECT id, v,"
            + " coalesce(kind, 'none') AS label FROM vec.default.near_euclidean) t"
            + " EXACT NEAREST 2"
            + BY_DISTANCE;
    assertThat(spark.plan(join)).contains(INDEXED + " LeftOuter");
    assertSameRows(join);
    assertThat(spark.rows(join)).filteredOn(row -> row.getInt(0) == 2).hasSize(1);
  }

  @Test
  void dropsQueriesWithoutNeighborsInInnerJoins() {
    String join =
        "SELECT q.n, t.id FROM odd_queries q JOIN vec.default.near_euclidean t EXACT NEAREST 2"
            + BY_DISTANCE;
    assertThat(spark.plan(join)).contains(INDEXED + " Inner");
    assertSameRows(join);
  }

  @Test
  void findsNothingForTheZeroVectorUnderCosine() {
    String join =
        "SELECT q.n, t.id FROM odd_queries q LEFT JOIN vec.default.near_cosine t EXACT NEAREST 2"
            + " BY SIMILARITY vector_cosine_similarity(q.v, t.v)";
    assertThat(spark.plan(join)).contains(INDEXED);
    assertSameRows(join);
  }

  @Test
  void returnsAllRecordsWhereKIsLarger() {
    String join =
        "SELECT q.n, count(*) FROM odd_queries q JOIN vec.default.near_euclidean t APPROX NEAREST"
            + " 5000"
            + BY_DISTANCE
            + " GROUP BY q.n";
    assertThat(spark.plan(join)).contains(INDEXED);
    assertThat(spark.rows(join).stream().map(Row::toString))
        .containsExactlyInAnyOrder("[1,300]", "[3,300]", "[5,300]");
  }

  @Test
  void joinsACommonTableAndATemporaryView() {
    String common =
        "WITH nouns AS (SELECT id AS number, v AS vector FROM vec.default.near_euclidean WHERE kind"
            + " = 'noun') SELECT q.id, n.number FROM near_queries q JOIN nouns n EXACT NEAREST 3 BY"
            + " DISTANCE vector_l2_distance(q.v, n.vector)";
    assertThat(spark.plan(common)).contains(INDEXED, "pre-filter: kind = 'noun'");
    assertSameRows(common);
    spark.sql(
        "CREATE OR REPLACE TEMP VIEW verbs AS SELECT * FROM vec.default.near_euclidean WHERE kind ="
            + " 'verb'");
    String view =
        "SELECT q.id, t.id FROM near_queries q JOIN verbs t EXACT NEAREST 3" + BY_DISTANCE;
    assertThat(spark.plan(view)).contains(INDEXED, "pre-filter: kind = 'verb'");
    assertSameRows(view);
  }

  @Test
  void joinsACollectionWithItself() {
    String join =
        "SELECT q.id, t.id FROM vec.default.near_euclidean q JOIN vec.default.near_euclidean t"
            + " EXACT NEAREST 2"
            + BY_DISTANCE
            + " WHERE q.id < 20";
    assertThat(spark.plan(join)).contains(INDEXED);
    assertSameRows(join);
    Dataset<Row> joined = spark.sql(join).toDF("a", "b");
    List<Row> rows = joined.collectAsList();
    long pairs =
        rows.stream()
            .mapToLong(x -> rows.stream().filter(y -> x.getLong(0) == y.getLong(1)).count())
            .sum();
    assertThat(joined.as("x").join(joined.as("y"), functions.expr("x.a = y.b")).count())
        .isEqualTo(pairs);
  }

  @Test
  void searchesWithAComputedQuery() {
    String join =
        "SELECT q.id, t.id FROM near_queries q JOIN vec.default.near_euclidean t EXACT NEAREST 2 BY"
            + " DISTANCE vector_l2_distance(vector_normalize(q.v), t.v)";
    assertThat(spark.plan(join)).contains(INDEXED);
    assertSameRows(join);
  }

  @Test
  void tellsTheDistance() {
    String join =
        "SELECT q.n, t._distance, vector_l2_distance(q.v, t.v) FROM odd_queries q JOIN"
            + " vec.default.near_euclidean t EXACT NEAREST 4"
            + BY_DISTANCE;
    assertThat(spark.plan(join)).contains(INDEXED);
    List<Row> rows = spark.rows(join);
    assertThat(rows).hasSize(12);
    assertThat(rows)
        .allSatisfy(
            row -> assertThat(row.getFloat(1)).isCloseTo(row.getFloat(2), Offset.offset(1e-4f)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Another metric than the field's.
        "vec.default.near_cosine | DISTANCE vector_l2_distance(q.v, t.v)",
        // The farthest.
        "vec.default.near_euclidean | SIMILARITY vector_l2_distance(q.v, t.v)",
        // No function of ours.
        "vec.default.near_euclidean | DISTANCE abs(q.size - t.size)",
        // A condition that the store does not know.
        "(SELECT * FROM vec.default.near_euclidean WHERE length(kind) = 4)"
            + " | DISTANCE vector_l2_distance(q.v, t.v)",
        // A computed vector.
        "vec.default.near_euclidean | DISTANCE vector_l2_distance(q.v, vector_normalize(t.v))",
        // Not the whole collection.
        "(SELECT * FROM vec.default.near_euclidean LIMIT 10)"
            + " | DISTANCE vector_l2_distance(q.v, t.v)",
      })
  void leavesToSparkWhatTheIndexCannotAnswer(String target, String ranking) {
    String join =
        "SELECT q.id, t.id FROM near_queries q JOIN "
            + target
            + " t APPROX NEAREST 2 BY "
            + ranking;
    assertThat(spark.plan(join)).doesNotContain(INDEXED);
    assertThat(spark.rows(join)).hasSize(80);
  }

  @Test
  void refusesQueriesThatAreNoVectorsOfTheField() {
    String join = " q JOIN vec.default.near_euclidean t APPROX NEAREST 2" + BY_DISTANCE;
    assertThatThrownBy(
            () -> spark.rows("SELECT t.id FROM (SELECT array_repeat(0f, 3) AS v)" + join))
        .hasStackTraceContaining(
            "a query of a k-NN join, vector field 'v': dimension 3; expected 24");
    assertThatThrownBy(
            () ->
                spark.rows("SELECT t.id FROM (SELECT array_repeat(float('NaN'), 24) AS v)" + join))
        .hasStackTraceContaining("component 0 is NaN; expected a finite number");
  }

  @Test
  void stopsWhenNoMoreRowsAreWanted() {
    String join =
        "SELECT q.id, t.id FROM near_queries q JOIN vec.default.near_euclidean t APPROX NEAREST 50"
            + BY_DISTANCE
            + " LIMIT 3";
    assertThat(spark.rows(join)).hasSize(3);
  }

  private void assertSameRows(String join) {
    assertThat(spark.rows(join))
        .containsExactlyInAnyOrderElementsOf(NearestTables.crossProduct(spark, join));
  }
}
