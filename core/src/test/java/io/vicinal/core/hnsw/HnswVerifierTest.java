package io.vicinal.core.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.HnswParameters;
import io.vicinal.api.Metric;
import java.util.List;
import org.junit.jupiter.api.Test;

class HnswVerifierTest {
  private static final int ROWS = 300;

  private final HnswIndex index =
      HnswIndexTest.indexOf(
          HnswParameters.of(4, 40, 40), Metric.EUCLIDEAN, ClusteredVectors.of(1, 4, 3).next(ROWS));
  private final HnswGraph graph = index.graph();

  @Test
  void aSoundGraphHasNoFaults() {
    assertThat(faults()).isEmpty();
  }

  @Test
  void findsAnEdgeToTheNodeItself() {
    graph.links(0).set(7, 0, 7);
    assertThat(faults()).anyMatch(fault -> fault.startsWith("node 7, level 0: is its own"));
  }

  @Test
  void findsAnEdgeToNowhere() {
    graph.links(0).set(7, 0, ROWS);
    assertThat(faults()).containsExactly("node 7, level 0: neighbour 300 does not exist");
  }

  @Test
  void findsANeighbourThatIsThereTwice() {
    graph.links(0).set(7, 1, graph.links(0).get(7, 0));
    assertThat(faults()).anyMatch(fault -> fault.endsWith("twice"));
  }

  @Test
  void findsANeighbourThatIsNotOnTheLevel() {
    int entry = HnswGraph.entryNode(graph.entry());
    int low = graph.level(3) == 0 ? 3 : 4;
    graph.links(1).set(graph.row(entry, 1), 0, low);
    assertThat(faults()).anyMatch(fault -> fault.endsWith(low + " is not on the level"));
  }

  @Test
  void findsALostTreeEdgeAndTheNodesCutOff() {
    for (int node = 0; node < ROWS; node++) {
      remove(node, 7);
    }
    assertThat(faults())
        .anyMatch(fault -> fault.startsWith("node 7: the edges with its parent"))
        .anyMatch(fault -> fault.startsWith("node 7 is one of 1 that cannot be reached"));
  }

  @Test
  void findsANodeThatWasNotInserted() {
    assertThat(HnswVerifier.faults(graph, ROWS - 1)).contains("graph has 300 nodes; expected 299");
  }

  private void remove(int node, int neighbor) {
    int[] list = new int[graph.parameters().maxM0()];
    int count = graph.neighbors(node, 0, list);
    for (int i = 0; i < count; i++) {
      if (list[i] == neighbor) {
        graph.links(0).set(node, i, list[count - 1]);
        graph.links(0).set(node, count - 1, IntTable.NONE);
        return;
      }
    }
  }

  private List<String> faults() {
    return HnswVerifier.faults(graph, ROWS);
  }
}
