package io.vicinal.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command where it measures, which takes seconds. */
class ThreadsCommandIT {
  private final String files;

  ThreadsCommandIT(@TempDir Path folder) throws IOException {
    Path base = VectorFiles.fvecs(folder.resolve("base.fvecs"), VectorFiles.random(4000, 96, 1));
    Path query = VectorFiles.fvecs(folder.resolve("query.fvecs"), VectorFiles.random(10, 96, 2));
    files = " --base " + base + " --query " + query + " --metric euclidean --ef-construction 40";
  }

  @Test
  void threadsAreComparedRoundByRound() throws IOException {
    List<String> measured = new ArrayList<>();
    for (JsonNode line : lines("threads --rounds 1" + files)) {
      measured.add(line.path("measure").asText() + " " + line.path("threads").asInt());
      assertThat(line.path("round").asInt()).isEqualTo(1);
      assertThat(line.path("processor_share").asDouble()).isPositive();
      if (line.path("measure").asText().equals("insert")) {
        assertThat(line.path("qps").asDouble()).isPositive();
        assertThat(line.path("qps_idle").asDouble()).isPositive();
        assertThat(line.path("inserts_per_second").asDouble()).isPositive();
        assertThat(line.path("recall_before").asDouble()).isBetween(0.2, 1.0);
        assertThat(line.path("recall_during").asDouble()).isBetween(0.2, 1.0);
      }
    }
    assertThat(measured).containsExactly("build 1", "build 2", "search 1", "search 2", "insert 0");
  }

  private static List<JsonNode> lines(String command) throws IOException {
    BenchRun run = BenchRun.of(command);
    assertThat(run.exitCode()).as(run.errors()).isZero();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : run.output().lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }
}
