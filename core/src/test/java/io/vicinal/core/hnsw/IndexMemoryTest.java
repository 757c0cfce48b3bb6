package io.vicinal.core.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.vicinal.api.HnswParameters;
import io.vicinal.api.IndexMemory;
import io.vicinal.api.Metric;
import io.vicinal.api.Quantization;
import io.vicinal.api.Quantization.Scheme;
import org.junit.jupiter.api.Test;

/** What indexes say of their memory. */
class IndexMemoryTest {
  private static final int ROWS = 1 << 15;
  private static final int DIMENSION = 64;
  private static final HnswParameters PARAMETERS = HnswParameters.of(8, 16, 64);

  private final ClusteredVectors source = ClusteredVectors.of(5, DIMENSION, 50);

  @Test
  void isThatOfItsArrays() {
    HnswIndex index = HnswIndex.create(Metric.COSINE, DIMENSION, PARAMETERS, 1, ROWS);
    for (int row = 0; row < ROWS; row++) {
      index.add(source.next());
    }
    index.encode("v", new Quantization(Scheme.SQ8, 10));
    IndexMemory memory = index.memory();
    assertThat(memory.vectors()).isCloseTo(4L * DIMENSION * ROWS, withinPercentage(1));
    // 64 bytes and 4 floats: two lines.
    assertThat(memory.codes()).isCloseTo(128L * ROWS, withinPercentage(1));
    // A list and three numbers of each node, and the lists of one in eight, one in 64, ...
    long graph = ROWS * 4L * (2 * 8 + 3) + ROWS / 7 * 4L * 8;
    // Its tables have room for more, half a megabyte at most where they are small.
    assertThat(memory.graph()).isCloseTo(graph, withinPercentage(20));
    assertThat(memory.total()).isEqualTo(memory.vectors() + memory.codes() + memory.graph());
    assertThat(memory.total())
        .isCloseTo(ROWS * (4L * DIMENSION + 128) + graph, withinPercentage(4));
  }
}
