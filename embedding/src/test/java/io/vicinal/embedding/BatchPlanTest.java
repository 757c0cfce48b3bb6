package io.vicinal.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchPlanTest {
  private static final long SEED = 20_261_124;

  @Test
  void namesEveryTextOnceWithinTheLimits() {
    Random random = new Random(SEED);
    int[][] tokens = new int[1_000][];
    Arrays.setAll(tokens, i -> new int[2 + random.nextInt(MiniLmEmbedder.MAX_TOKENS - 1)]);

    List<int[]> batches = BatchPlan.of(tokens);

    assertThat(batches.stream().flatMapToInt(Arrays::stream).sorted())
        .as("seed %d", SEED)
        .containsExactlyElementsOf(IntStream.range(0, tokens.length).boxed().toList());
    assertThat(batches)
        .allSatisfy(
            batch -> {
              int longest = Arrays.stream(batch).map(i -> tokens[i].length).max().orElseThrow();
              assertThat(batch).hasSizeLessThanOrEqualTo(BatchPlan.MAX_TEXTS);
              assertThat(batch.length * longest).isLessThanOrEqualTo(BatchPlan.MAX_PADDED_TOKENS);
            });
  }

  @Test
  void putsTextsOfSimilarLengthTogether() {
    int[][] tokens = new int[2 * BatchPlan.MAX_TEXTS][];
    Arrays.setAll(tokens, i -> new int[i % 2 == 0 ? 5 : 50]);

    List<int[]> batches = BatchPlan.of(tokens);

    assertThat(batches).hasSize(2);
    assertThat(Arrays.stream(batches.get(0))).allMatch(i -> tokens[i].length == 5);
    assertThat(Arrays.stream(batches.get(1))).allMatch(i -> tokens[i].length == 50);
  }

  @Test
  void hasNoBatchForNoText() {
    assertThat(BatchPlan.of(new int[0][])).isEmpty();
  }
}
