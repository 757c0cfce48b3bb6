package io.vicinal.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Row;

/** Collections to join with and views of queries, and Spark's own way of joining them. */
final class NearestTables {
  /** The node of a plan that joins on the index. */
  static final String INDEXED = "VicinalNearestJoin";

  static final String BY_DISTANCE = " BY DISTANCE vector_l2_distance(q.v, t.v)";

  private NearestTables() {}

  /** Creates what is not there yet. */
  static void create(SparkFixture spark) {
    if (spark.session().catalog().tableExists("vec.default.near_empty")) {
      return;
    }
    VectorTable tables = new VectorTable(spark);
    tables.create("near_euclidean", "euclidean", 300);
    tables.create("near_cosine", "cosine", 300);
    tables.create("near_dot", "dot", 300);
    tables.create("near_empty", "euclidean", 0);
    tables.view("near_queries", 40);
    spark.sql(
        "CREATE OR REPLACE TEMP VIEW odd_queries AS"
            + " SELECT 1 AS n, array_repeat(0.25f, 24) AS v"
            + " UNION ALL SELECT 2, CAST(NULL AS ARRAY<FLOAT>)"
            + " UNION ALL SELECT 3, array_repeat(0.25f, 24)"
            + " UNION ALL SELECT 4, array_append(array_repeat(0.25f, 23), CAST(NULL AS FLOAT))"
            + " UNION ALL SELECT 5, array_repeat(0f, 24)");
  }

  /** The rows of a join as Spark's cross product finds them, which the switch brings back. */
  static List<Row> crossProduct(SparkFixture spark, String join) {
    spark.session().conf().set(NearestSettings.ENABLED, "false");
    try {
      assertThat(spark.plan(join)).doesNotContain(INDEXED);
      return spark.rows(join);
    } finally {
      spark.session().conf().unset(NearestSettings.ENABLED);
    }
  }
}
