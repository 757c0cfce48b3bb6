package io.vicinal.spark;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.SparseField;
import io.vicinal.api.SparseVector;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads and writes by SQL and by format. {@link ReadWriteIT} has more conditions and rows. */
@ExtendWith(SparkFixture.Extension.class)
final class ReadWriteTest {
  private static final String SCALARS =
      "b BOOLEAN, i INT, l BIGINT, f FLOAT, d DOUBLE, s STRING, day DATE, at TIMESTAMP, bin BINARY,"
          + " json STRING";
  private static final String LISTS =
      "bs ARRAY<BOOLEAN>, i_s ARRAY<INT>, ls ARRAY<BIGINT>, fs ARRAY<FLOAT>, ds ARRAY<DOUBLE>,"
          + " ss ARRAY<STRING>, days ARRAY<DATE>, ats ARRAY<TIMESTAMP>, bins ARRAY<BINARY>";

  private final SparkFixture spark;

  ReadWriteTest(SparkFixture spark) {
    this.spark = spark;
  }

  @BeforeAll
  static void createCollections(SparkFixture spark) {
    spark.sql(
        "CREATE TABLE vec.default.typed (id STRING NOT NULL, v ARRAY<FLOAT>, "
            + SCALARS
            + ", "
            + LISTS
            + ") TBLPROPERTIES ('vector.v.dimension' = '3', 'vector.v.metric' = 'cosine',"
            + " 'attribute.json.type' = 'json')");
    PlainRows.create(spark);
  }

  @AfterEach
  void holdsNoMemoryOfBatches() {
    assertThat(Connections.allocatedBytes()).isZero();
  }

  @Test
  void keepsValuesAndNullsOfEveryType() {
    String row =
        "SELECT 'full' AS id, array(1f, 2f, -0.5f) AS v, true AS b, -7 AS i, 9007199254740993L AS"
            + " l, 0.1f AS f, 1e-300D AS d, 'Grüße 🐘' AS s, DATE '1969-07-20' AS day, TIMESTAMP"
            + " '2026-01-31 23:59:59.123456' AS at, X'00FF10' AS bin, '{\"a\": [1, 2]}' AS json,"
            + " array(true, false) AS bs, array(1, -2) AS i_s, array(3L) AS ls, array(0.5f) AS fs,"
            + " array(2.5D, -1D) AS ds, array('', 'é') AS ss, array(DATE '2000-02-29') AS days,"
            + " array(TIMESTAMP '1900-01-01 00:00:00') AS ats, array(X'', X'01') AS bins";
    String nulls =
        "SELECT 'nulls', array(0f, 0f, 1f), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
            + " NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL";
    String empty =
        "SELECT 'empty', array(0f, 1f, 0f), false, 0, 0L, -0f, double('Infinity'), '', DATE"
            + " '0001-01-01', TIMESTAMP '1970-01-01 00:00:00', X'', '[]', array(), array(),"
            + " array(), array(), array(), array(), array(), array(), array()";
    String rows = row + " UNION ALL " + nulls + " UNION ALL " + empty;
    spark.sql("INSERT INTO vec.default.typed " + rows);
    assertThat(texts("SELECT * FROM vec.default.typed"))
        .containsExactlyInAnyOrderElementsOf(texts(rows));
    assertThat(spark.rows("SELECT ss, id FROM vec.default.typed WHERE b IS NULL").toString())
        .isEqualTo("[[null,nulls]]");
  }

  /** A table has no column for one, and what is written through it no vector. */
  @Test
  void leavesSparseFieldsOut() {
    CollectionSchema schema =
        new CollectionSchema(
            IdType.INT64,
            List.of(VectorField.of("v", 1, Metric.DOT)),
            List.of(new SparseField("words")),
            List.of(new Attribute("n", ScalarType.INT32)));
    VectorCollection collection =
        spark.database().createCollection(CollectionSpec.of("sparse", schema));
    VectorRecord record =
        new VectorRecord(
            RecordId.of(1),
            Map.of("v", DenseVector.of(1)),
            Map.of("words", SparseVector.of(new int[] {7}, new float[] {1})),
            Map.of("n", 5));
    collection.upsert(List.of(record));

    spark.sql("INSERT INTO vec.default.sparse VALUES (2, array(2f), 6), (3, array(3f), NULL)");

    assertThat(texts("SELECT id, v, n FROM vec.default.sparse"))
        .isEqualTo(texts("SELECT * FROM vec.default.sparse"))
        .hasSize(3);
    assertThat(collection.get(List.of(RecordId.of(1), RecordId.of(2)), Projection.ALL))
        .containsExactly(
            record,
            new VectorRecord(RecordId.of(2), Map.of("v", DenseVector.of(2)), Map.of("n", 6)));
  }

  @Test
  void returnsTheSameRowsAsSparkWould() {
    String condition = "(n NOT IN (1, 2) OR s LIKE 'row 1%') AND NOT x < 30 AND length(s) = 7";
    List<String> rows = texts("SELECT * FROM plain_rows WHERE " + condition);
    assertThat(rows).isNotEmpty();
    assertThat(texts("SELECT * FROM vec.default.plain WHERE " + condition))
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "id = 17 | id = 17",
        "n BETWEEN 2 AND 4 | n >= 2 AND n <= 4",
        "n IN (1, 2) | n IN (1, 2)",
        "s LIKE 'row 1%' | s LIKE 'row 1%'",
        "s IS NULL | s IS NULL",
        "NOT (n = 1 OR s = 'a') | NOT n = 1 AND NOT s = 'a'",
        "n = 2 AND length(s) = 5 | n = 2",
        "length(s) = 5 | filter: ",
        "x > 1.5D | x > 1.5",
      })
  void showsWhatTheStoreFilters(String condition, String filter) {
    String plan = physical("SELECT id FROM vec.default.plain WHERE " + condition);
    assertThat(plan).contains("Vicinal collection plain").contains(filter);
    assertThat(plan.contains(" Filter (")).as(plan).isEqualTo(condition.contains("length"));
  }

  @Test
  void filtersItselfWhatIsTooLongForTheStore() {
    Object[] ids = LongStream.range(100, 120_100).boxed().toArray();
    Dataset<Row> query =
        spark.sql("SELECT id, n FROM vec.default.plain WHERE n = 2").where(col("id").isin(ids));
    assertThat(SparkFixture.plan(query)).contains("filter: n = 2");
    assertThat(query.count())
        .isEqualTo(spark.sql("SELECT * FROM plain_rows WHERE n = 2 AND id >= 100").count())
        .isPositive();
  }

  @Test
  void readsOnlyTheColumnsAndRowsThatAreUsed() {
    assertThat(physical("SELECT n FROM vec.default.plain WHERE s = 'row 8'"))
        .contains("BatchScan vec.default.plain[n#");
    assertThat(physical("SELECT id FROM vec.default.plain WHERE n = 2 LIMIT 3"))
        .contains("limit of each shard: 3");
    assertThat(spark.rows("SELECT id FROM vec.default.plain WHERE n = 2 LIMIT 3")).hasSize(3);
    assertThat(spark.rows("SELECT count(*) FROM vec.default.plain").toString())
        .isEqualTo("[[200]]");
    assertThat(spark.rows("SELECT sum(v[0]), max(v[1]) FROM vec.default.plain").toString())
        .isEqualTo("[[19900.0,0.5]]");
  }

  @Test
  void tellsSparkHowLargeACollectionIs() {
    assertThat(
            spark
                .sql("SELECT id, v FROM vec.default.plain")
                .queryExecution()
                .optimizedPlan()
                .stats()
                .rowCount()
                .toString())
        .isEqualTo("Some(200)");
  }

  @Test
  void readsAndAppendsByFormat() {
    spark.sql(
        "CREATE TABLE vec.default.by_format (id BIGINT, v ARRAY<FLOAT>, s STRING) TBLPROPERTIES"
            + " ('vector.v.dimension' = '1', 'vector.v.metric' = 'dot')");
    spark
        .sql("SELECT 'one' AS s, 1L AS id, array(1f) AS v")
        .write()
        .format("vicinal")
        .option("uri", spark.uri())
        .option("collection", "by_format")
        .mode(SaveMode.Append)
        .save();
    assertThat(
            spark
                .session()
                .read()
                .format("vicinal")
                .option("uri", spark.uri())
                .option("collection", "by_format")
                .load()
                .collectAsList()
                .toString())
        .contains("one");
    assertThatThrownBy(
            () -> spark.session().read().format("vicinal").option("uri", spark.uri()).load())
        .hasMessageContaining("option 'collection' is missing");
  }

  @Test
  void deletesByCondition() {
    spark.sql(
        "CREATE TABLE vec.default.shrinking TBLPROPERTIES ('vector.v.dimension' = '2') AS SELECT"
            + " id, array(1f, float(id)) AS v, id % 2 = 0 AS even FROM range(100)");
    spark.sql("DELETE FROM vec.default.shrinking WHERE even AND id < 50");
    assertThat(spark.rows("SELECT count(*) FROM vec.default.shrinking").toString())
        .isEqualTo("[[75]]");
    assertThatThrownBy(
            () -> spark.sql("DELETE FROM vec.default.shrinking WHERE id % 3 = 0").collectAsList())
        .hasMessageContaining("Cannot delete");
    spark.sql("DELETE FROM vec.default.shrinking");
    assertThat(spark.rows("SELECT count(*) FROM vec.default.shrinking").toString())
        .isEqualTo("[[0]]");
  }

  @Test
  void namesTheConditionThatItCannotDeleteBy() {
    spark.sql(
        "CREATE TABLE vec.default.staying TBLPROPERTIES ('vector.v.dimension' = '1') AS SELECT"
            + " id, array(1f) AS v, string(id) AS s FROM range(4)");
    Map<String, String> refused =
        Map.of(
            "length(s) = 1", "length(s",
            "id % 3 = 0", "% 3",
            "id = 1 AND upper(s) = '1'", "upper(s");
    refused.forEach(
        (condition, named) ->
            assertThatThrownBy(
                    () ->
                        spark
                            .sql("DELETE FROM vec.default.staying WHERE " + condition)
                            .collectAsList())
                .hasMessageContaining("Cannot delete from")
                .satisfies(
                    e ->
                        assertThat(e.getMessage())
                            .contains("staying")
                            .containsIgnoringCase(named)));
    assertThat(spark.rows("SELECT count(*) FROM vec.default.staying").toString())
        .isEqualTo("[[4]]");
  }

  @Test
  void refusesToOverwrite() {
    assertThatThrownBy(
            () -> spark.sql("INSERT OVERWRITE vec.default.plain SELECT * FROM plain_rows"))
        .hasStackTraceContaining("overwriting collection 'plain' is not supported");
    assertThatThrownBy(
            () ->
                spark
                    .session()
                    .table("plain_rows")
                    .write()
                    .mode("overwrite")
                    .format("vicinal")
                    .option("uri", spark.uri())
                    .option("collection", "plain")
                    .save())
        .hasStackTraceContaining("overwriting collection 'plain' is not supported");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "CAST(NULL AS BIGINT), array(1f, 2f), NULL | a row has no id: column 'id' is null",
        "1000L, NULL, NULL | record 1000, vector field 'v': the vector is null",
        "1000L, array(1f), NULL | record 1000, vector field 'v': dimension 1; expected 2",
        "1000L, array(1f, NULL), NULL | record 1000, vector field 'v': component 1 is null",
        "1000L, array(1f, float('NaN')), NULL | record 1000, vector field 'v': component 1 is NaN",
        "1000L, array(1f, 2f), array('a', NULL) | record 1000, attribute 'tags': element 1 of the",
      })
  void namesTheRecordThatCannotBeWritten(String values, String message) {
    assertThatThrownBy(
            () -> spark.sql("INSERT INTO vec.default.plain (id, v, tags) SELECT " + values))
        .hasStackTraceContaining(message);
    assertThat(spark.rows("SELECT * FROM vec.default.plain WHERE id = 1000")).isEmpty();
  }

  @Test
  void refusesTheZeroVectorUnderCosine() {
    assertThatThrownBy(
            () ->
                spark.sql("INSERT INTO vec.default.typed (id, v) SELECT 'zero', array(0f, 0f, 0f)"))
        .hasStackTraceContaining("record zero, vector field 'v': the zero vector");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "write-batch-rows | 0 | option 'write-batch-rows' is '0'; expected a whole number from 1",
        "write-in-flight | many | option 'write-in-flight' is 'many'; expected a whole number",
      })
  void refusesOptionsOutOfRange(String option, String value, String message) {
    assertThatThrownBy(
            () ->
                spark
                    .session()
                    .table("plain_rows")
                    .write()
                    .option(option, value)
                    .mode("append")
                    .saveAsTable("vec.default.plain"))
        .hasMessageContaining(message);
  }

  @Test
  void keepsKeysOutOfPlansAndLogs() {
    ConnectionSettings settings = new ConnectionSettings("grpc://127.0.0.1:1", "s3cret", 1);
    assertThat(settings.toString()).isEqualTo("grpc://127.0.0.1:1 with an API key");
    String plan =
        spark
            .session()
            .read()
            .format("vicinal")
            .option("uri", spark.uri())
            .option("collection", "plain")
            .option("api-key", "s3cret")
            .load()
            .queryExecution()
            .toString();
    assertThat(plan).contains("plain").doesNotContain("s3cret");
  }

  private String physical(String query) {
    String plan = spark.plan(query);
    return plan.substring(plan.indexOf("== Physical Plan =="));
  }

  /** Rows as text, with bytes spelled out. */
  private List<String> texts(String query) {
    return spark.sql(query).toJSON().collectAsList();
  }
}
