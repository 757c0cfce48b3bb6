package io.vicinal.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vicinal.api.HnswParameters;
import io.vicinal.api.Metric;
import io.vicinal.core.hnsw.HnswIndex;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AllocationCommandTest {
  @Test
  void explainsItsKeys() {
    assertThat(BenchRun.of("allocation --help").output()).contains("beyond_bytes", "Default: 64.");
    assertThat(BenchRun.of("allocation --base a --query b --metric dot --ef 0").errors())
        .contains("--ef is 0; expected 1 or more");
  }

  @Test
  void whatASearchAllocatesIsItsResultAndTheRest() throws IOException {
    HnswIndex index = HnswIndex.create(Metric.EUCLIDEAN, 8, HnswParameters.of(8, 20, 20), 1);
    VectorFiles.random(1000, 8, 1).forEach(index::add);
    List<float[]> queries = VectorFiles.random(10, 8, 2);
    AllocationBenchmark benchmark =
        new AllocationBenchmark(
            index, queries, 10, 20, new AllocationMeter(queries, Duration.ZERO));
    List<String> seen = new ArrayList<>();
    for (String text :
        Stream.concat(benchmark.walks("floats").stream(), benchmark.scans().stream()).toList()) {
      JsonNode line = new ObjectMapper().readTree(text);
      seen.add(line.path("search").asText());
      assertThat(line.path("result_bytes").asLong()).isBetween(100L, 200L);
      assertThat(line.path("bytes").asDouble())
          .isEqualTo(line.path("result_bytes").asLong() + line.path("beyond_bytes").asDouble());
    }
    assertThat(seen).containsExactly("all", "half", "eighth", "hundredth", "exact", "exact half");
  }
}
