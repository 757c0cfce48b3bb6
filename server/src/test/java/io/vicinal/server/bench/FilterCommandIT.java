package io.vicinal.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command where it measures, which takes seconds for each filter. */
class FilterCommandIT {
  private static final int ROWS = 400;
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType("message rows { required int32 number; }");

  @Test
  void printsEveryWayToSearchUnderEachFilterAndWhichRowsPass(@TempDir Path folder)
      throws IOException {
    Path base = VectorFiles.fvecs(folder.resolve("base.fvecs"), VectorFiles.random(ROWS, 12, 1));
    Path query = VectorFiles.fvecs(folder.resolve("query.fvecs"), VectorFiles.random(10, 12, 2));
    List<Group> rows = IntStream.range(0, ROWS).mapToObj(FilterCommandIT::row).toList();
    new ParquetTable(SCHEMA, rows).write(folder.resolve("rows.parquet"));
    Path filters =
        Files.writeString(
            folder.resolve("filters.json"),
            "{\"all\": {\"sql\": \"TRUE\"}, \"few\": {\"sql\": \"number < 7\"}}");
    Path matches = folder.resolve("matches.bvecs");
    BenchRun run =
        BenchRun.of(
            "filter --base %s --query %s --metric euclidean --attributes %s --filters %s"
                + " --matches %s --ef 100",
            base, query, folder.resolve("rows.parquet"), filters, matches);
    assertThat(run.exitCode()).as(run.errors()).isZero();
    List<String> seen = new ArrayList<>();
    for (String line : run.output().lines().toList()) {
      JsonNode json = new ObjectMapper().readTree(line);
      seen.add(json.path("filter").asText() + " " + json.path("mode").asText());
      boolean few = json.path("filter").asText().equals("few");
      assertThat(json.path("rows").asInt()).isEqualTo(few ? 7 : ROWS);
      assertThat(json.path("share").asDouble()).isEqualTo(few ? 0.0175 : 1);
      assertThat(json.path("recall").asDouble()).isGreaterThan(0.9);
      assertThat(json.path("plans").path("exact_scan").asInt()).isEqualTo(10);
      assertThat(json.path("qps").asDouble()).isPositive();
    }
    assertThat(seen)
        .containsExactly(
            "all own", "all scan", "all evaluated", "few own", "few scan", "few evaluated");
    byte[] passes = Files.readAllBytes(matches);
    assertThat(passes).hasSize(2 * (4 + ROWS));
    assertThat(IntStream.range(0, ROWS).filter(row -> passes[4 + ROWS + 4 + row] == 1))
        .containsExactly(0, 1, 2, 3, 4, 5, 6);
  }

  private static Group row(int number) {
    return new SimpleGroup(SCHEMA).append("number", number);
  }
}
