package io.vicinal.spark;

/** The same rows as a collection {@code plain} and as a view {@code plain_rows} of Spark's. */
final class PlainRows {
  private PlainRows() {}

  static void create(SparkFixture spark) {
    spark.sql(
        "CREATE TABLE IF NOT EXISTS vec.default.plain (id BIGINT NOT NULL, v ARRAY<FLOAT> NOT NULL,"
            + " n INT, s STRING, x DOUBLE, tags ARRAY<STRING>)"
            + " TBLPROPERTIES ('vector.v.dimension' = '2', 'vector.v.metric' = 'euclidean')");
    spark.sql(
        "CREATE OR REPLACE TEMP VIEW plain_rows AS SELECT id, array(float(id), 0.5f) AS v,"
            + " IF(id % 7 = 0, NULL, int(id % 10)) AS n, IF(id % 5 = 0, NULL, concat('row ', id))"
            + " AS s, CASE WHEN id % 11 = 0 THEN double('NaN') WHEN id % 13 = 0 THEN NULL ELSE id /"
            + " 4D END AS x, IF(id % 3 = 0, NULL, array('t', string(id % 2))) AS tags FROM"
            + " range(200)");
    spark.sql("INSERT INTO vec.default.plain SELECT * FROM plain_rows");
  }
}
