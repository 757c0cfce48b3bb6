package io.vicinal.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.Metric;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The table connector through SQL, against a node in the same process. */
final class VicinalTableTest {
  @RegisterExtension static final MiniClusterExtension CLUSTER = SmallCluster.create();

  private static final CollectionSchema DOCS =
      new CollectionSchema(
          IdType.STRING,
          List.of(VectorField.of("embedding", 2, Metric.EUCLIDEAN)),
          List.of(
              new Attribute("hits", ScalarType.INT64), new Attribute("lang", ScalarType.STRING)));

  private TestNode node;
  private TableEnvironment sql;

  @BeforeEach
  void start(@TempDir Path directory) {
    node = TestNode.start(directory);
    sql = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    sql.getConfig().set("parallelism.default", "2");
    sql.getConfig().set("table.local-time-zone", "UTC");
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  private void createTable(String columns, String... options) {
    String uri = ", 'uri' = '" + node.uri() + "'";
    String more = options.length == 0 ? "" : ", " + String.join(", ", options);
    sql.executeSql(
        "CREATE TABLE docs (%s) WITH ('connector' = 'vicinal'%s, 'collection' = 'docs'%s)"
            .formatted(columns, uri, more));
  }

  private void insert(String query) throws Exception {
    sql.executeSql("INSERT INTO docs " + query).await();
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refusal(String query) {
    return assertThatThrownBy(() -> insert(query));
  }

  @Test
  void writesRowsOfEveryTypeToACollectionThatItCreates() throws Exception {
    createTable(
        """
        b BOOLEAN, i INT, l BIGINT, f FLOAT, d DOUBLE, s STRING, born DATE, seen TIMESTAMP_LTZ(6),
        payload BYTES, tags ARRAY<STRING>, k BIGINT, v ARRAY<FLOAT>, nothing INT,
        PRIMARY KEY (k) NOT ENFORCED""",
        "'sink.create-collection' = 'true'",
        "'vector.v.dimension' = '2'",
        "'vector.v.metric' = 'manhattan'");
    insert(
        """
        VALUES (TRUE, 1, CAST(2 AS BIGINT), CAST(3.5 AS FLOAT), CAST(4.5 AS DOUBLE), 'fünf',
          DATE '2026-01-02', CAST(TIMESTAMP '2026-01-02 03:04:05.000006' AS TIMESTAMP_LTZ(6)),
          CAST(x'0102' AS BYTES), ARRAY['a', 'b'], CAST(7 AS BIGINT),
          ARRAY[CAST(1 AS FLOAT), CAST(-1 AS FLOAT)], CAST(NULL AS INT))""");

    VectorRecord record = node.records("docs").values().iterator().next();
    assertThat(record.id().toString()).isEqualTo("7");
    assertThat(record.vectors()).isEqualTo(Map.of("v", DenseVector.of(1, -1)));
    assertThat(record.attributes())
        .isEqualTo(
            Map.of(
                "b",
                true,
                "i",
                1,
                "l",
                2L,
                "f",
                3.5f,
                "d",
                4.5,
                "s",
                "fünf",
                "born",
                LocalDate.parse("2026-01-02"),
                "seen",
                Instant.parse("2026-01-02T03:04:05.000006Z"),
                "payload",
                ByteBuffer.wrap(new byte[] {1, 2}),
                "tags",
                List.of("a", "b")));
    CollectionSchema schema = node.collection("docs").schema();
    assertThat(schema.vectorFields()).containsExactly(VectorField.of("v", 2, Metric.MANHATTAN));
    assertThat(schema.attribute("tags").type()).isEqualTo(new ListType(ScalarType.STRING));
  }

  @Test
  void followsAnAggregationAsItChanges() throws Exception {
    node.create(CollectionSpec.of("docs", DOCS));
    createTable(
        "word STRING, embedding ARRAY<FLOAT>, hits BIGINT, PRIMARY KEY (word) NOT ENFORCED");
    insert(
        """
        SELECT word, ARRAY[CAST(COUNT(*) AS FLOAT), CAST(0 AS FLOAT)], COUNT(*)
        FROM (VALUES ('a'), ('b'), ('a'), ('c'), ('a'), ('b')) AS words (word) GROUP BY word""");

    assertThat(node.records("docs"))
        .hasEntrySatisfying("a", r -> assertThat(r.attributes()).containsEntry("hits", 3L))
        .hasEntrySatisfying("b", r -> assertThat(r.attributes()).containsEntry("hits", 2L))
        .hasEntrySatisfying("c", r -> assertThat(r.vectors()).containsValue(DenseVector.of(1, 0)))
        .hasSize(3);
  }

  @Test
  void deletesRowsThatLeaveTheQuery() throws Exception {
    node.create(CollectionSpec.of("docs", DOCS));
    createTable(
        "word STRING, embedding ARRAY<FLOAT>, hits BIGINT, PRIMARY KEY (word) NOT ENFORCED",
        "'sink.parallelism' = '1'");
    // A word leaves when it is seen the second time.
    insert(
        """
        SELECT word, ARRAY[CAST(1 AS FLOAT), CAST(0 AS FLOAT)], hits FROM
          (SELECT word, COUNT(*) AS hits
           FROM (VALUES ('a'), ('b'), ('a'), ('c')) AS words (word) GROUP BY word)
        WHERE hits < 2""");

    assertThat(node.records("docs")).containsOnlyKeys("b", "c");
  }

  @Test
  void wantsAConflictClauseWhereTheQueryHasAnotherKey() throws Exception {
    node.create(CollectionSpec.of("docs", DOCS));
    createTable(
        "word STRING, embedding ARRAY<FLOAT>, hits BIGINT, PRIMARY KEY (word) NOT ENFORCED");
    String query =
        """
        SELECT word, ARRAY[CAST(1 AS FLOAT), CAST(0 AS FLOAT)], COUNT(*)
        FROM (VALUES ('a', 1), ('b', 1), ('a', 1)) AS words (word, page) GROUP BY word, page""";
    refusal(query).hasStackTraceContaining("ON CONFLICT");

    insert(query + " ON CONFLICT DO DEDUPLICATE");
    assertThat(node.records("docs")).containsOnlyKeys("a", "b");
  }

  @Test
  void skipsRowsThatCannotBeWrittenIfAsked() throws Exception {
    node.create(CollectionSpec.of("docs", DOCS));
    createTable(
        "word STRING, embedding ARRAY<FLOAT>, PRIMARY KEY (word) NOT ENFORCED",
        "'sink.invalid-records' = 'skip'");
    insert(
        """
        VALUES ('right', ARRAY[CAST(1 AS FLOAT), CAST(0 AS FLOAT)]),
          ('three', ARRAY[CAST(1 AS FLOAT), CAST(0 AS FLOAT), CAST(0 AS FLOAT)]),
          ('none', CAST(NULL AS ARRAY<FLOAT>)),
          ('', ARRAY[CAST(1 AS FLOAT), CAST(0 AS FLOAT)])""");
    assertThat(node.records("docs")).containsOnlyKeys("right");
  }

  @Test
  void failsOnARowThatCannotBeWrittenAndNamesIt() {
    node.create(CollectionSpec.of("docs", DOCS));
    createTable("word STRING, embedding ARRAY<FLOAT>, PRIMARY KEY (word) NOT ENFORCED");
    refusal("VALUES ('one', ARRAY[CAST(1 AS FLOAT)])")
        .hasStackTraceContaining("record one, vector field 'embedding': dimension 1; expected 2");
  }

  /** The error of planning an insert into a table of such columns. */
  private AbstractThrowableAssert<?, ? extends Throwable> planning(
      String columns, String... options) {
    createTable(columns, options);
    sql.executeSql(
        "CREATE TABLE docs_source (%s) WITH ('connector' = 'datagen')".formatted(columns));
    return assertThatThrownBy(() -> sql.explainSql("INSERT INTO docs SELECT * FROM docs_source"));
  }

  @Test
  void namesTheCollectionsThatExist() {
    node.create(CollectionSpec.of("others", DOCS));
    planning("word STRING, embedding ARRAY<FLOAT>, PRIMARY KEY (word) NOT ENFORCED")
        .hasStackTraceContaining("docs")
        .hasStackTraceContaining("others");
  }

  @Test
  void refusesATableWithoutPrimaryKey() {
    planning("word STRING, embedding ARRAY<FLOAT>")
        .hasStackTraceContaining("PRIMARY KEY (column) NOT ENFORCED");
  }

  @Test
  void refusesAPrimaryKeyThatNoIdCanBe() {
    planning("word INT, embedding ARRAY<FLOAT>, PRIMARY KEY (word) NOT ENFORCED")
        .hasStackTraceContaining("primary key 'word' INT NOT NULL; expected BIGINT or STRING");
  }

  @Test
  void refusesAPrimaryKeyOfTheOtherType() {
    node.create(CollectionSpec.of("docs", DOCS));
    planning("word BIGINT, embedding ARRAY<FLOAT>, PRIMARY KEY (word) NOT ENFORCED")
        .hasStackTraceContaining("primary key 'word' BIGINT NOT NULL; expected STRING");
  }

  @Test
  void refusesAColumnThatTheCollectionLacks() {
    node.create(CollectionSpec.of("docs", DOCS));
    planning("word STRING, embedding ARRAY<FLOAT>, hit BIGINT, PRIMARY KEY (word) NOT ENFORCED")
        .hasStackTraceContaining(
            "column 'hit' BIGINT has no field in the collection; its vector fields are"
                + " [embedding], its attributes [hits, lang]");
  }

  @Test
  void refusesAColumnOfAnotherType() {
    node.create(CollectionSpec.of("docs", DOCS));
    planning("word STRING, embedding ARRAY<FLOAT>, hits INT, PRIMARY KEY (word) NOT ENFORCED")
        .hasStackTraceContaining(
            "column 'hits' INT is an attribute of type INT64 in the collection; expected BIGINT");
  }

  @Test
  void refusesAVectorOfDoubles() {
    node.create(CollectionSpec.of("docs", DOCS));
    planning("word STRING, embedding ARRAY<DOUBLE>, PRIMARY KEY (word) NOT ENFORCED")
        .hasStackTraceContaining("is a vector field of the collection; expected ARRAY<FLOAT>");
  }

  @Test
  void refusesATableWithoutTheVectorField() {
    node.create(CollectionSpec.of("docs", DOCS));
    planning("word STRING, hits BIGINT, PRIMARY KEY (word) NOT ENFORCED")
        .hasStackTraceContaining("no column for the vector field 'embedding'");
  }

  @Test
  void refusesOptionsThatContradictTheCollection() {
    node.create(CollectionSpec.of("docs", DOCS));
    planning(
            "word STRING, embedding ARRAY<FLOAT>, PRIMARY KEY (word) NOT ENFORCED",
            "'vector.embedding.metric' = 'cosine'")
        .hasStackTraceContaining(
            "vector field 'embedding' of the collection has dimension 2 and metric EUCLIDEAN");
  }

  @Test
  void refusesUnknownOptionsOfVectors() {
    planning(
            "word STRING, embedding ARRAY<FLOAT>, PRIMARY KEY (word) NOT ENFORCED",
            "'vector.embedding.metrik' = 'cosine'")
        .hasStackTraceContaining("unknown option 'vector.embedding.metrik'");
  }

  @Test
  void refusesToCreateACollectionWithoutDimension() {
    planning(
            "word STRING, embedding ARRAY<FLOAT>, PRIMARY KEY (word) NOT ENFORCED",
            "'sink.create-collection' = 'true'")
        .hasStackTraceContaining("needs 'vector.<column>.dimension'");
  }

  @Test
  void refusesToCreateAttributesThatDoNotExist() {
    planning(
            """
            word STRING, embedding ARRAY<FLOAT>, price DECIMAL(10, 2),
            PRIMARY KEY (word) NOT ENFORCED""",
            "'sink.create-collection' = 'true'",
            "'vector.embedding.dimension' = '2'")
        .hasStackTraceContaining("column 'price' DECIMAL(10, 2); no attribute can hold it");
  }

  @Test
  void refusesAnAddressOfAnotherForm() {
    sql.executeSql(
        """
        CREATE TABLE docs (word STRING, embedding ARRAY<FLOAT>, PRIMARY KEY (word) NOT ENFORCED)
        WITH ('connector' = 'vicinal', 'uri' = 'http://localhost', 'collection' = 'docs')""");
    assertThatThrownBy(() -> sql.explainSql("INSERT INTO docs VALUES ('a', ARRAY[1e0])"))
        .hasStackTraceContaining("address 'http://localhost'; expected grpc://host:port");
  }

  @Test
  void plansWithoutTheNodeAndChecksWhenTheJobStarts() {
    int port = TestNode.freePort();
    sql.executeSql(
        """
        CREATE TABLE docs (word STRING, embedding ARRAY<FLOAT>, PRIMARY KEY (word) NOT ENFORCED)
        WITH ('connector' = 'vicinal', 'uri' = 'grpc://127.0.0.1:%d', 'collection' = 'docs',
          'sink.retry-timeout' = '10 ms')"""
            .formatted(port));
    String values = "VALUES ('a', ARRAY[CAST(1 AS FLOAT)])";
    assertThat(sql.explainSql("INSERT INTO docs " + values)).contains("docs");
    refusal(values).hasStackTraceContaining("nothing answers at grpc://127.0.0.1:" + port);
  }
}
