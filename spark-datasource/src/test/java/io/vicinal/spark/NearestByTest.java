package io.vicinal.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkFixture.Extension.class)
final class NearestByTest {
  private final SparkFixture spark;

  NearestByTest(SparkFixture spark) {
    this.spark = spark;
  }

  @BeforeAll
  static void createCollection(SparkFixture spark) {
    spark.sql(
        "CREATE TABLE vec.default.plane (id BIGINT NOT NULL, v ARRAY<FLOAT> NOT NULL, title STRING)"
            + " TBLPROPERTIES ('vector.v.dimension'='2', 'vector.v.metric'='euclidean')");
    spark.sql(
        "INSERT INTO vec.default.plane SELECT id, array(CAST(id AS FLOAT), 0f),"
            + " concat('point ', id) FROM range(100)");
  }

  @Test
  void joinsEachQueryWithItsNearest() {
    String query =
        "SELECT q.n, t.id, t.title FROM (SELECT * FROM VALUES (1, array(3.1f, 0f)), (2, array(90f,"
            + " 1f)) AS q(n, v)) q JOIN vec.default.plane t APPROX NEAREST 2 BY DISTANCE"
            + " vector_l2_distance(q.v, t.v)";
    assertThat(spark.plan(query)).contains("VicinalNearestJoin Inner", "HNSW index of collection");
    List<String> rows = spark.rows(query).stream().map(Row::toString).toList();
    assertThat(rows)
        .containsExactly("[1,3,point 3]", "[1,4,point 4]", "[2,90,point 90]", "[2,89,point 89]");
  }
}
