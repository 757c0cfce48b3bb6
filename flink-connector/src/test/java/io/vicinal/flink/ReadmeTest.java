package io.vicinal.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.DenseVector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the example in Flink SQL of README.md, with a view in the place of the changelog. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class ReadmeTest {
  private static final Path README = Path.of("../README.md");

  @Test
  void itsStatementsKeepACollectionEqualToAChangelog(@TempDir Path directory) throws Exception {
    String[] statements = example().split(";\\R", 0);
    assertThat(statements).hasSize(2);
    try (TestNode node = TestNode.start(directory)) {
      TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
      sql.executeSql(
          """
          CREATE TEMPORARY VIEW changes AS
          SELECT id, ARRAY[CAST(x AS FLOAT), CAST(1 AS FLOAT), CAST(0 AS FLOAT)] AS embedding, lang
          FROM (VALUES ('a', 1, 'en'), ('b', 2, 'de')) AS t (id, x, lang)""");
      sql.executeSql(statements[0].replace("grpc://127.0.0.1:8741", node.uri()));
      sql.executeSql(statements[1].replace(";", "")).await();

      assertThat(node.records("docs")).containsOnlyKeys("a", "b");
      assertThat(node.records("docs").get("b"))
          .satisfies(
              record -> {
                assertThat(record.vectors())
                    .isEqualTo(Map.of("embedding", DenseVector.of(2, 1, 0)));
                assertThat(record.attributes()).isEqualTo(Map.of("lang", "de"));
              });
    }
  }

  private static String example() throws Exception {
    String[] fences = Files.readString(README).split("```", -1);
    for (String fence : fences) {
      if (fence.startsWith("sql\n") && fence.contains("'connector' = 'vicinal'")) {
        return fence.substring("sql\n".length());
      }
    }
    throw new AssertionError("README.md has no example in Flink SQL");
  }
}
