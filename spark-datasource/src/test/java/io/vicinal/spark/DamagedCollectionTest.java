package io.vicinal.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.VectorField;
import io.vicinal.client.RemoteDatabase;
import io.vicinal.server.Node;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A collection that its node cannot open: of all statements, only dropping it works. */
@ExtendWith(SparkFixture.Extension.class)
final class DamagedCollectionTest {
  private final SparkFixture spark;

  DamagedCollectionTest(SparkFixture spark) {
    this.spark = spark;
  }

  @Test
  void isListedRefusedAndDropped(@TempDir Path data) throws IOException {
    try (Node node = Node.start(SparkFixture.configuration(data));
        RemoteDatabase database = RemoteDatabase.connect(node.flightUri())) {
      database.createCollection(points());
    }
    damageManifests(data.resolve("collection-1").resolve("shard-0"));

    try (Node node = Node.start(SparkFixture.configuration(data))) {
      spark.session().conf().set("spark.sql.catalog.hurt", VicinalCatalog.class.getName());
      spark.session().conf().set("spark.sql.catalog.hurt.uri", node.flightUri());
      assertThat(spark.rows("SHOW TABLES IN hurt.default").toString()).contains("points");
      assertThatThrownBy(() -> spark.rows("SELECT * FROM hurt.default.points"))
          .hasStackTraceContaining("'points', shard 0");
      assertThatThrownBy(
              () ->
                  spark.sql(
                      "CREATE TABLE hurt.default.points (id BIGINT, v ARRAY<FLOAT>)"
                          + " TBLPROPERTIES ('vector.v.dimension' = '2')"))
          .hasMessageContaining("TABLE_OR_VIEW_ALREADY_EXISTS");

      spark.sql("DROP TABLE hurt.default.points");
      assertThat(spark.rows("SHOW TABLES IN hurt.default")).isEmpty();
    }
  }

  private static CollectionSpec points() {
    return CollectionSpec.of(
        "points",
        new CollectionSchema(
            IdType.INT64, List.of(VectorField.of("v", 2, Metric.EUCLIDEAN)), List.of()));
  }

  private static void damageManifests(Path shard) throws IOException {
    try (DirectoryStream<Path> manifests = Files.newDirectoryStream(shard, "manifest-*")) {
      for (Path manifest : manifests) {
        Files.write(manifest, new byte[20]);
      }
    }
  }
}
