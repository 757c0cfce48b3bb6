package io.vicinal.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.HnswParameters;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.Metric;
import io.vicinal.api.Quantization;
import io.vicinal.api.Quantization.Scheme;
import io.vicinal.api.ScalarType;
import io.vicinal.api.Storage;
import io.vicinal.api.VectorField;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SparkFixture.Extension.class)
final class TableDefinitionTest {
  private static final String VECTOR = "('vector.v.dimension' = '2')";

  private final SparkFixture spark;

  TableDefinitionTest(SparkFixture spark) {
    this.spark = spark;
  }

  @Test
  void createsWhatTheStatementDeclares() {
    spark.sql(
        "CREATE TABLE vec.default.declared (id STRING NOT NULL, a ARRAY<FLOAT>, b ARRAY<FLOAT>,"
            + " weights ARRAY<FLOAT>, title STRING, payload STRING, seen TIMESTAMP) USING vicinal"
            + " COMMENT 'not kept' TBLPROPERTIES ('vector.a.dimension' = '3', 'vector.a.metric' ="
            + " 'Manhattan', 'vector.a.hnsw.m' = '8', 'vector.a.hnsw.ef-construction' = '50',"
            + " 'vector.a.hnsw.ef-search' = '40', 'vector.a.hnsw.max-m' = '9',"
            + " 'vector.a.hnsw.max-m0' = '20', 'vector.a.hnsw.level-multiplier' = '0.5',"
            + " 'vector.b.dimension' = '4', 'vector.b.quantization' = 'SQ8',"
            + " 'vector.b.oversampling' = '2.5', 'vector.b.storage' = 'MAPPED',"
            + " 'vector.b.recall-target' = '0.97',"
            + " 'attribute.payload.type' = 'json')");
    CollectionSpec spec = spark.database().collection("declared").spec();
    assertThat(spec.schema().idType()).isEqualTo(IdType.STRING);
    assertThat(spec.schema().vectorFields())
        .containsExactly(
            new VectorField("a", 3, Metric.MANHATTAN, new HnswParameters(8, 50, 40, 9, 20, 0.5)),
            VectorField.of("b", 4, Metric.COSINE)
                .with(new Quantization(Scheme.SQ8, 2.5))
                .with(Storage.MAPPED)
                .withRecallTarget(0.97));
    assertThat(spec.schema().attributes())
        .containsExactly(
            new Attribute("weights", new ListType(ScalarType.FLOAT32)),
            new Attribute("title", ScalarType.STRING),
            new Attribute("payload", ScalarType.JSON),
            new Attribute("seen", ScalarType.TIMESTAMP));
    String described = spark.rows("DESCRIBE EXTENDED vec.default.declared").toString();
    assertThat(described)
        .contains("vector.a.dimension=3", "vector.a.metric=manhattan", "vector.a.hnsw.max-m0=20")
        .contains(
            "vector.b.metric=cosine",
            "vector.a.storage=memory",
            "vector.b.quantization=sq8",
            "vector.b.storage=mapped",
            "attribute.payload.type=json",
            "shards=1");
    assertThat(
            TableProperties.toSpec(
                "declared", SparkTypes.table(spec.schema()), TableProperties.of(spec)))
        .isEqualTo(spec);
    spark.sql("DROP TABLE vec.default.declared");
  }

  @Test
  void takesTheDefaultsOfTheOtherInterfaces() {
    StructType columns = StructType.fromDDL("id BIGINT, v ARRAY<FLOAT>, w ARRAY<FLOAT>, n BIGINT");
    CollectionSpec spec =
        TableProperties.toSpec(
            "wide",
            columns,
            Map.of("vector.v.dimension", "2", "vector.v.hnsw.m", "256", "vector.w.dimension", "2"));
    assertThat(spec.shards()).isEqualTo(1);
    assertThat(spec.schema().vectorFields())
        .containsExactly(
            new VectorField("v", 2, Metric.COSINE, HnswParameters.of(256, 256, 64)),
            VectorField.of("w", 2, Metric.COSINE));
  }

  @Test
  void listsCreatesAndDropsTables() {
    spark.sql("CREATE TABLE vec.listed (id BIGINT, v ARRAY<FLOAT>) TBLPROPERTIES " + VECTOR);
    assertThat(tables("SHOW TABLES IN vec.default")).contains("listed");
    assertThat(tables("SHOW TABLES IN vec")).contains("listed");
    assertThatThrownBy(
            () ->
                spark.sql(
                    "CREATE TABLE vec.default.listed (id BIGINT, v ARRAY<FLOAT>) TBLPROPERTIES "
                        + VECTOR))
        .hasMessageContaining("TABLE_OR_VIEW_ALREADY_EXISTS");
    spark.sql("DROP TABLE vec.default.listed");
    assertThat(tables("SHOW TABLES IN vec")).doesNotContain("listed");
    spark.sql("DROP TABLE IF EXISTS vec.default.listed");
    assertThatThrownBy(() -> spark.sql("SELECT * FROM vec.default.listed"))
        .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");
    assertThatThrownBy(() -> spark.sql("SELECT * FROM vec.elsewhere.listed"))
        .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");
  }

  @Test
  void hasOneNamespace() {
    assertThat(spark.rows("SHOW NAMESPACES IN vec").toString()).isEqualTo("[[default]]");
    assertThatThrownBy(() -> spark.sql("CREATE NAMESPACE vec.other"))
        .hasMessageContaining("CREATE NAMESPACE other: a node has the one namespace 'default'");
    assertThatThrownBy(() -> spark.sql("SHOW TABLES IN vec.other"))
        .hasMessageContaining("SCHEMA_NOT_FOUND");
  }

  @Test
  void createsATableFromAQuery() {
    spark.sql(
        "CREATE TABLE vec.default.selected TBLPROPERTIES ('vector.v.dimension' = '2',"
            + " 'vector.v.metric' = 'euclidean') AS SELECT id, array(float(id), 1f) AS v, 'x' AS"
            + " label FROM range(5)");
    assertThat(spark.rows("SELECT count(*), sum(v[0]) FROM vec.default.selected").toString())
        .isEqualTo("[[5,10.0]]");
    spark.sql("DROP TABLE vec.default.selected");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "(v ARRAY<FLOAT>) | a table without column 'id'",
        "(id INT, v ARRAY<FLOAT>) | column 'id' has type INT; expected BIGINT or STRING",
        "(id BIGINT, v ARRAY<DOUBLE>) | vector column 'v' has type ARRAY<DOUBLE>; expected"
            + " ARRAY<FLOAT>",
        "(id BIGINT, v ARRAY<FLOAT>, n DECIMAL(10,2)) | column 'n' has type DECIMAL(10,2);"
            + " expected",
        "(id BIGINT, v ARRAY<FLOAT>, n ARRAY<ARRAY<INT>>) | column 'n' has type ARRAY<ARRAY<INT>>",
        "(id BIGINT, w ARRAY<FLOAT>) | a table without a vector field",
      })
  void refusesColumnsThatNoCollectionHas(String columns, String message) {
    assertThatThrownBy(
            () -> spark.sql("CREATE TABLE vec.default.bad " + columns + " TBLPROPERTIES " + VECTOR))
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'vector.v.dimension' = 'two' | property 'vector.v.dimension' is 'two'; expected a whole",
        "'vector.v.dimension' = '0' | has dimension 0; expected 1..65536",
        "'vector.v.dimension' = '2', 'vector.v.metric' = 'hamming' | is 'hamming'; expected one of"
            + " [euclidean, cosine, dot, manhattan]",
        "'vector.v.dimension' = '2', 'vector.w.metric' = 'dot' | property 'vector.w.metric' fits no"
            + " column",
        "'vector.v.dimension' = '2', 'vector.v.hnsw.n' = '2' | property 'vector.v.hnsw.n' fits no",
        "'vector.v.dimension' = '2', 'vector.v.hnsw.m' = '1' | HNSW parameter m is 1; expected",
        "'vector.v.dimension' = '2', 'shards' = '0' | with 0 shards; expected 1..1024",
        "'vector.v.dimension' = '2', 'attribute.t.type' = 'xml' | is 'xml' for a column of type"
            + " STRING; expected 'json'",
      })
  void refusesPropertiesThatItCannotKeep(String properties, String message) {
    assertThatThrownBy(
            () ->
                spark.sql(
                    "CREATE TABLE vec.default.bad (id BIGINT, v ARRAY<FLOAT>, t STRING)"
                        + " TBLPROPERTIES ("
                        + properties
                        + ")"))
        .hasMessageContaining(message);
  }

  @Test
  void refusesWhatCollectionsDoNotDo() {
    String columns = " (id BIGINT, v ARRAY<FLOAT>, t STRING) ";
    assertThatThrownBy(
            () ->
                spark.sql(
                    "CREATE TABLE vec.default.bad"
                        + columns
                        + "USING parquet TBLPROPERTIES "
                        + VECTOR))
        .hasMessageContaining("USING parquet; expected USING vicinal");
    assertThatThrownBy(
            () ->
                spark.sql(
                    "CREATE TABLE vec.default.bad"
                        + columns
                        + "PARTITIONED BY (t) TBLPROPERTIES "
                        + VECTOR))
        .hasMessageContaining("records are spread over shards by their id");
    spark.sql("CREATE TABLE vec.default.fixed" + columns + "TBLPROPERTIES " + VECTOR);
    assertThatThrownBy(() -> spark.sql("ALTER TABLE vec.default.fixed ADD COLUMN w INT"))
        .hasMessageContaining("the schema of a collection is fixed when it is created");
    assertThatThrownBy(() -> spark.sql("ALTER TABLE vec.default.fixed RENAME TO moved"))
        .hasMessageContaining("a collection keeps its name");
    spark.sql("DROP TABLE vec.default.fixed");
  }

  @Test
  void saysWhichSettingOfACatalogIsMissing() {
    spark.session().conf().set("spark.sql.catalog.lost", VicinalCatalog.class.getName());
    assertThatThrownBy(() -> spark.sql("SHOW TABLES IN lost.default"))
        .hasStackTraceContaining("spark.sql.catalog.lost: option 'uri' is missing");
    spark.session().conf().set("spark.sql.catalog.far", VicinalCatalog.class.getName());
    spark.session().conf().set("spark.sql.catalog.far.uri", "http://127.0.0.1:1");
    assertThatThrownBy(() -> spark.sql("SHOW TABLES IN far.default"))
        .hasStackTraceContaining("expected grpc://host:port");
  }

  private List<String> tables(String statement) {
    return spark.rows(statement).stream().map((Row row) -> row.<String>getAs("tableName")).toList();
  }
}
