package io.vicinal.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Joins on the index, and how they are planned. {@link NearestByIT} has all kinds of them. */
@ExtendWith(SparkFixture.Extension.class)
final class NearestByPlansIT {
  private static final String INDEXED = NearestTables.INDEXED;
  private static final String BY_DISTANCE = NearestTables.BY_DISTANCE;

  private final SparkFixture spark;

  NearestByPlansIT(SparkFixture spark) {
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

  @Test
  void findsWhatTheCrossProductFinds() {
    String join =
        "SELECT q.id, t.id, t.kind FROM (SELECT * FROM near_queries WHERE id < 5) q JOIN"
            + " vec.default.near_euclidean t EXACT NEAREST 3"
            + BY_DISTANCE;
    assertThat(spark.plan(join)).contains(INDEXED);
    assertThat(spark.rows(join))
        .hasSize(15)
        .containsExactlyInAnyOrderElementsOf(NearestTables.crossProduct(spark, join));
  }

  @Test
  void canBeTurnedOff() {
    String join =
        "SELECT q.id, t.id FROM near_queries q JOIN vec.default.near_euclidean t APPROX NEAREST 2"
            + BY_DISTANCE;
    spark.session().conf().set(NearestSettings.ENABLED, "false");
    try {
      assertThat(spark.plan(join)).doesNotContain(INDEXED);
    } finally {
      spark.session().conf().unset(NearestSettings.ENABLED);
    }
    spark.session().conf().set(NearestSettings.ENABLED, "perhaps");
    try {
      assertThatThrownBy(() -> spark.sql(join))
          .hasMessageContaining("is 'perhaps'; expected true or false");
    } finally {
      spark.session().conf().unset(NearestSettings.ENABLED);
    }
  }

  @Test
  void bringsOnlyTheColumnsThatAreUsed() {
    String join =
        "SELECT q.id, t.kind FROM near_queries q JOIN vec.default.near_euclidean t APPROX NEAREST"
            + " 2"
            + BY_DISTANCE;
    String physical = spark.plan(join);
    physical = physical.substring(physical.indexOf("== Physical Plan =="));
    assertThat(physical).containsPattern("columns \\[kind#\\d+\\]");
  }

  @Test
  void takesTheWidthOfTheSearchFromTheTablesOptions() {
    String join =
        "SELECT q.id, t.id FROM near_queries q JOIN vec.default.near_euclidean WITH ('ef' = 123) t"
            + " APPROX NEAREST 2"
            + BY_DISTANCE;
    assertThat(spark.plan(join)).contains(INDEXED, "ef = 123");
    assertThat(spark.rows(join)).hasSize(80);
  }

  @Test
  void refusesTheDistanceWithoutAJoin() {
    assertThatThrownBy(() -> spark.rows("SELECT _distance FROM vec.default.near_euclidean"))
        .hasStackTraceContaining("is the distance from the query of a k-NN join");
  }

  @Test
  void joinsEmptySides() {
    String noTargets =
        "SELECT q.n, t.id FROM odd_queries q LEFT JOIN vec.default.near_empty t APPROX NEAREST 3"
            + BY_DISTANCE;
    assertThat(spark.plan(noTargets)).contains(INDEXED);
    assertThat(spark.rows(noTargets)).hasSize(5).allMatch(row -> row.isNullAt(1));
    String noQueries =
        "SELECT q.id, t.id FROM (SELECT * FROM near_queries WHERE rand() > 2) q JOIN"
            + " vec.default.near_euclidean t APPROX NEAREST 3"
            + BY_DISTANCE;
    assertThat(spark.plan(noQueries)).contains(INDEXED);
    assertThat(spark.rows(noQueries)).isEmpty();
  }

  @Test
  void tellsTheDistanceOfDataSets() {
    Dataset<Row> joined =
        spark
            .session()
            .table("near_queries")
            .toDF("n", "q", "k", "s")
            .nearestByJoin(
                spark.session().table("vec.default.near_euclidean"),
                functions.expr("vector_l2_distance(q, v)"),
                2,
                "approx",
                "distance");
    assertThat(joined.columns()).doesNotContain("_distance");
    assertThat(joined.select("n", "_distance").collectAsList())
        .hasSize(80)
        .noneMatch(row -> row.isNullAt(1));
  }
}
