package io.vicinal.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command where it measures, which takes seconds for each ef. */
class AnnCommandIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final String base;
  private final String query;

  AnnCommandIT(@TempDir Path folder) throws IOException {
    this.folder = folder;
    base = "" + VectorFiles.fvecs(folder.resolve("base.fvecs"), VectorFiles.random(500, 20, 1));
    query = "" + VectorFiles.fvecs(folder.resolve("query.fvecs"), VectorFiles.random(10, 20, 2));
  }

  @Test
  void printsALineWithTheKeysOfTheContractForEachEf() throws IOException {
    BenchRun run =
        BenchRun.of(
            "ann --base %s --query %s --metric dot --k 5 --ef 8,500 --threads 2", base, query);
    assertThat(run.exitCode()).as(run.errors()).isZero();
    List<String> lines = run.output().lines().toList();
    assertThat(lines).hasSize(2);
    for (String line : lines) {
      JsonNode json = JSON.readTree(line);
      assertThat(json.fieldNames())
          .toIterable()
          .containsExactly(
              "ef",
              "recall",
              "qps",
              "p50_us",
              "p99_us",
              "build_seconds",
              "index_bytes",
              "vector_bytes",
              "code_bytes",
              "graph_bytes",
              "distance_computations");
      assertThat(json.path("recall").asDouble()).isBetween(0.2, 1.0);
      assertThat(json.path("qps").asDouble()).isPositive();
      assertThat(json.path("index_bytes").asLong()).isGreaterThan(500 * (20 + 32) * 4L);
      assertThat(
              json.path("vector_bytes").asLong()
                  + json.path("code_bytes").asLong()
                  + json.path("graph_bytes").asLong())
          .isEqualTo(json.path("index_bytes").asLong());
    }
    JsonNode widest = JSON.readTree(lines.get(1));
    assertThat(widest.path("ef").asInt()).isEqualTo(500);
    assertThat(widest.path("recall").asDouble()).isEqualTo(1.0);
    assertThat(run.errors())
        .contains("indexing 500 vectors", "indexed 500 of 500 vectors")
        .contains("true neighbours", "ef = 8");
  }

  @Test
  void findsTheSameInMappedVectorsAndNeedsNoMemoryForThem() throws IOException {
    String command = "ann --base %s --query %s --metric cosine --ef 500 --build-threads 1";
    JsonNode inMemory = JSON.readTree(BenchRun.of(command, base, query).output());
    BenchRun run = BenchRun.of(command + " --storage mapped", base, query);
    assertThat(run.exitCode()).as(run.errors()).isZero();
    JsonNode mapped = JSON.readTree(run.output());
    for (String key : List.of("recall", "distance_computations")) {
      assertThat(mapped.path(key)).isEqualTo(inMemory.path(key));
    }
    assertThat(mapped.path("vector_bytes").asLong()).isEqualTo(500 * 8);
    assertThat(inMemory.path("vector_bytes").asLong()).isGreaterThan(500 * 32 * 4);
    assertThat(run.errors()).contains("writing 500 vectors to a file");
  }

  @Test
  void limitsTheRowsOfTheBase() throws IOException {
    BenchRun run =
        BenchRun.of(
            "ann --base %s --query %s --metric manhattan --limit-rows 40 --ef 64", base, query);
    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.errors()).contains("indexed 40 of 40 vectors");
    // So few rows are compared with the query one by one.
    assertThat(JSON.readTree(run.output()).path("distance_computations").asDouble()).isEqualTo(40);
  }

  @Test
  void aZeroVectorIsAVectorWhereItNeedsNoDirection() throws IOException {
    List<float[]> vectors = VectorFiles.random(5, 20, 1);
    vectors.set(3, new float[20]);
    Path zero = VectorFiles.fvecs(folder.resolve("zero.fvecs"), vectors);
    assertThat(BenchRun.of("ann --base %s --query %s --metric dot --ef 10", zero, query).exitCode())
        .isZero();
  }
}
