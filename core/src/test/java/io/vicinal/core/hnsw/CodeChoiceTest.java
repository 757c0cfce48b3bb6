package io.vicinal.core.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.HnswParameters;
import io.vicinal.api.Metric;
import io.vicinal.api.Quantization;
import io.vicinal.core.distance.MetricDistance;
import org.junit.jupiter.api.Test;

class CodeChoiceTest {
  private static final int ROWS = CodeChoice.LEAST_ROWS;
  private static final int DIMENSION = 16;

  /** Refused codes stayed on the heap as long as the index, in the scratches of its searches. */
  @Test
  void leavesNothingInTheScratchesOfSearches() {
    VectorStorage vectors = new VectorStorage(MetricDistance.of(Metric.EUCLIDEAN), DIMENSION, ROWS);
    HnswGraph graph = new HnswGraph(HnswParameters.of(4, 20, 20), 1, ROWS);
    HnswInserter inserter = new HnswInserter(graph, vectors);
    Scratch.Pool scratches = new Scratch.Pool(1, 8, vectors);
    ClusteredVectors source = ClusteredVectors.of(31, DIMENSION, 20);
    for (int row = 0; row < ROWS; row++) {
      float[] vector = source.next();
      // Far apart in one component: codes of the others have no range left.
      vector[0] = row % 2 == 0 ? 1e5f : -1e5f;
      vectors.append(
          (ordinal, into, offset) -> System.arraycopy(vector, 0, into, offset, DIMENSION), row);
      Scratch scratch = scratches.borrow();
      inserter.insert(row, scratch);
      scratches.giveBack(scratch);
    }
    Scratch scratch = scratches.borrow();
    scratches.giveBack(scratch);
    Quantization wanted = Quantization.of(Quantization.Scheme.SQ7);
    GraphWalk walk = new GraphWalk(graph, vectors);

    assertThat(new CodeChoice("v", wanted, vectors, graph, walk, scratches).choose()).isNull();

    assertThat(scratch.distances).isZero();
  }
}
