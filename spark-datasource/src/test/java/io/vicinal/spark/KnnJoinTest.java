package io.vicinal.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkFixture.Extension.class)
final class KnnJoinTest {
  private static final String L1 =
      "aggregate(zip_with(q.v, t.v, (a, b) -> abs(a - b)), 0f, (sum, x) -> float(sum + x))";

  private final SparkFixture spark;

  KnnJoinTest(SparkFixture spark) {
    this.spark = spark;
  }

  @BeforeAll
  static void createCollection(SparkFixture spark) {
    VectorTable tables = new VectorTable(spark);
    tables.create("knn", "manhattan", 200);
    tables.view("knn_queries", 30);
  }

  @Test
  void joinsByEveryMetricWithTheDistance() {
    Dataset<Row> joined = join().k(4).exact().withDistance("far").join();
    assertThat(joined.columns())
        .containsExactly("id", "v", "kind", "size", "id", "v", "kind", "size", "far");
    assertThat(SparkFixture.plan(joined)).contains("exact scan of collection knn", "manhattan");
    String expected =
        "SELECT q.id, t.id, "
            + L1
            + " FROM knn_queries q JOIN vec.default.knn t EXACT NEAREST 4 BY DISTANCE "
            + L1;
    Map<String, Float> distances = distances(spark.rows(expected));
    Map<String, Float> found = distances(joined.selectExpr("q.id", "t.id", "far").collectAsList());
    assertThat(found).hasSize(120).containsOnlyKeys(distances.keySet());
    // Sums in another order differ in their last bits.
    found.forEach(
        (pair, far) -> assertThat(far).as(pair).isCloseTo(distances.get(pair), within(1e-4f)));
  }

  private static Map<String, Float> distances(List<Row> rows) {
    Map<String, Float> distances = new HashMap<>();
    rows.forEach(row -> distances.put(row.get(0) + " and " + row.get(1), row.getFloat(2)));
    return distances;
  }

  @Test
  void searchesAsWideAsAsked() {
    Dataset<Row> joined = join().k(3).ef(77).join();
    assertThat(SparkFixture.plan(joined)).contains("HNSW index", "ef = 77");
    assertThat(joined.count()).isEqualTo(90);
  }

  @Test
  void filtersTargetsAndKeepsQueriesWithout() {
    Dataset<Row> joined =
        KnnJoin.of(spark.session().table("knn_queries").as("q"), "v")
            .with(spark.session().table("vec.default.knn").where("kind = 'none'").as("t"), "v")
            .k(3)
            .leftOuter()
            .join();
    assertThat(SparkFixture.plan(joined)).contains("pre-filter: kind = 'none'");
    assertThat(joined.count()).isEqualTo(30);
    assertThat(joined.where("t.id IS NULL").count()).isEqualTo(30);
  }

  @Test
  void joinsACollectionWithItself() {
    Dataset<Row> table = spark.session().table("vec.default.knn");
    Dataset<Row> joined =
        KnnJoin.of(table.as("q"), "v").with(table.as("t"), "v").withDistance("d").join();
    assertThat(joined.where("q.id = t.id AND d < 1e-5").count()).isEqualTo(200);
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> join().k(0)).hasMessageContaining("k is 0; expected 1..100000");
    assertThatThrownBy(() -> join().ef(100_001)).hasMessageContaining("ef is 100001");
    Dataset<Row> queries = spark.session().table("knn_queries");
    Dataset<Row> targets = spark.session().table("vec.default.knn");
    assertThatThrownBy(() -> KnnJoin.of(queries, "v").join())
        .hasMessageContaining("a k-NN join without targets");
    assertThatThrownBy(() -> KnnJoin.of(queries, "v").with(queries, "v").join())
        .hasMessageContaining("the targets of a k-NN join are more than a collection");
    assertThatThrownBy(
            () -> KnnJoin.of(queries, "v").with(targets.where("size % 3 = 1"), "v").join())
        .hasMessageContaining("a condition that the store can evaluate");
    assertThatThrownBy(() -> KnnJoin.of(queries, "v").with(targets, "size").join())
        .hasMessageContaining(
            "column 'size' of the targets is no vector field; expected one of [v]");
    assertThatThrownBy(() -> KnnJoin.of(queries, "size").with(targets, "v").join())
        .hasMessageContaining("column 'size' of the queries has type INT; expected ARRAY<FLOAT>");
    assertThatThrownBy(() -> KnnJoin.of(queries, "w").with(targets, "v").join())
        .hasMessageContaining("`w`");
  }

  private KnnJoin join() {
    return KnnJoin.of(spark.session().table("knn_queries").as("q"), "v")
        .with(spark.session().table("vec.default.knn").as("t"), "v");
  }
}
