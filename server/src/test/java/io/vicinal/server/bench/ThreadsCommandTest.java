package io.vicinal.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.api.HnswParameters;
import io.vicinal.api.Metric;
import io.vicinal.core.hnsw.HnswIndex;
import io.vicinal.core.hnsw.HnswResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadsCommandTest {
  @Test
  void explainsItsKeysAndRefusesOneThread(@TempDir Path folder) throws IOException {
    assertThat(BenchRun.of("threads --help").output()).contains("recall_during", "Default: 2.");
    Path file = VectorFiles.fvecs(folder.resolve("a.fvecs"), VectorFiles.random(9, 4, 1));
    String command = "threads --base " + file + " --query " + file + " --metric dot";
    assertRefused(command + " --threads 1", "--threads is 1; expected 2..1024");
    assertRefused(command + " --rounds 0", "--rounds is 0; expected 1 or more");
    assertRefused(command, "a.fvecs has 9 rows; expected 10 or more");
  }

  @Test
  void recallOfWhatWasThereBeforeIsOfWhatIsNearerThanTheLastFound() {
    HnswIndex index = HnswIndex.create(Metric.EUCLIDEAN, 1, HnswParameters.DEFAULT, 1);
    for (int row = 0; row < 4; row++) {
      index.add(new float[] {10 * row});
    }
    List<float[]> queries = List.of(new float[] {0}, new float[] {30});
    PriorRecall recall = PriorRecall.of(index, queries, 3, Runnable::run, 1);
    assertThat(recall.average(found(index, queries, row -> true))).isEqualTo(1);
    assertThat(recall.average(found(index, queries, row -> row != 1)))
        .as("two of three for the one, the second of whose two found is the last for the other")
        .isEqualTo((2 / 3. + 2 / 3.) / 2, within(1e-9));
    index.add(new float[] {1});
    index.add(new float[] {2});
    assertThat(recall.average(found(index, queries, row -> true)))
        .as("what came since is in the place of what was there")
        .isEqualTo(1);
    assertThat(recall.average(new HnswResult[] {null, index.exact(queries.get(1), 3, null)}))
        .as("a query that was not searched does not count")
        .isEqualTo(1);
  }

  private static @Nullable HnswResult[] found(
      HnswIndex index, List<float[]> queries, IntPredicate accept) {
    return queries.stream().map(query -> index.exact(query, 3, accept)).toArray(HnswResult[]::new);
  }

  private static void assertRefused(String arguments, String message) {
    BenchRun run = BenchRun.of(arguments);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).contains("refused: ", message);
  }
}
