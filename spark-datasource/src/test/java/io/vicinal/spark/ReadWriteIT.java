package io.vicinal.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions of every kind against Spark's own filters, and writes of many batches. */
@ExtendWith(SparkFixture.Extension.class)
final class ReadWriteIT {
  private final SparkFixture spark;

  ReadWriteIT(SparkFixture spark) {
    this.spark = spark;
  }

  @BeforeAll
  static void createCollections(SparkFixture spark) {
    PlainRows.create(spark);
  }

  @AfterEach
  void holdsNoMemoryOfBatches() {
    assertThat(Connections.allocatedBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id = 17",
        "id IN (3, 5, 1000)",
        "id BETWEEN 10 AND 20",
        "n > 5",
        "NOT n > 5",
        "n <> 3",
        "n IS NULL",
        "n IS NOT NULL AND s IS NULL",
        "n <=> 4",
        "n <=> NULL",
        "NOT (n <=> 4)",
        "n IN (1, 2) OR s = 'row 8'",
        "n NOT IN (1, 2)",
        "NOT (n = 1 OR s LIKE 'row 1%')",
        "s LIKE 'row 1%'",
        "s LIKE '%9'",
        "s >= 'row 5' AND s < 'row 6'",
        "s = 'it''s'",
        "x > 20",
        "x >= 49.5D OR x < 1",
        "x = double('NaN')",
        "NOT x < 30",
        "array_contains(tags, '1')",
        "v IS NOT NULL AND id IS NOT NULL",
        "length(s) = 5 AND n = 2",
        "n + 1 = 3",
        "id = n",
        "true",
        "n = 3 AND n = 4",
      })
  void returnsTheSameRowsAsSparkWould(String condition) {
    assertThat(texts("SELECT * FROM vec.default.plain WHERE " + condition))
        .containsExactlyInAnyOrderElementsOf(texts("SELECT * FROM plain_rows WHERE " + condition));
  }

  @Test
  void replacesRecordsOfTheSameIdAndManyBatches() {
    spark.sql(
        "CREATE TABLE vec.default.replaced (id BIGINT, v ARRAY<FLOAT>, s STRING) TBLPROPERTIES"
            + " ('vector.v.dimension' = '2', 'vector.v.metric' = 'euclidean')");
    String rows = "SELECT id, array(float(id), %s) AS v, %s AS s FROM range(0, %d, 1, 2)";
    spark
        .sql(rows.formatted("1f", "CAST(NULL AS STRING)", 3000))
        .write()
        .option("write-batch-rows", "100")
        .option("write-in-flight", "2")
        .mode("append")
        .saveAsTable("vec.default.replaced");
    assertThat(spark.rows("SELECT count(*), count(s) FROM vec.default.replaced").toString())
        .isEqualTo("[[3000,0]]");
    spark.sql("INSERT INTO vec.default.replaced " + rows.formatted("2f", "'new'", 1000));
    assertThat(
            spark.rows("SELECT count(*), count(s), sum(v[1]) FROM vec.default.replaced").toString())
        .isEqualTo("[[3000,1000,4000.0]]");
  }

  private List<String> texts(String query) {
    return spark.sql(query).toJSON().collectAsList();
  }
}
