package io.vicinal.core.hnsw;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Checks the invariants of {@link HnswGraph} on a graph that nobody is changing.
 *
 * <p>A list cannot be longer than its row, so the greatest degrees hold by construction.
 */
final class HnswVerifier {
  private final HnswGraph graph;
  private final int nodes;
  private final List<String> faults = new ArrayList<>();

  private HnswVerifier(HnswGraph graph, int nodes) {
    this.graph = graph;
    this.nodes = nodes;
  }

  /**
   * The faults of a graph over the nodes 0 to {@code nodes − 1}, each as a sentence that names the
   * node; none if the graph is sound. The first of many is enough to start from: at most a hundred
   * are reported.
   */
  static List<String> faults(HnswGraph graph, int nodes) {
    HnswVerifier verifier = new HnswVerifier(graph, nodes);
    verifier.check();
    return verifier.faults.subList(0, Math.min(100, verifier.faults.size()));
  }

  /** How many nodes of a kind cannot be reached from the entry; the lists are sound. */
  static int unreachable(HnswGraph graph, int nodes, IntPredicate wanted) {
    if (nodes == 0) {
      return 0;
    }
    BitSet reached = new HnswVerifier(graph, nodes).reached();
    return (int) IntStream.range(0, nodes).filter(n -> !reached.get(n) && wanted.test(n)).count();
  }

  private void check() {
    if (graph.size() != nodes) {
      fault("graph has %d nodes; expected %d", graph.size(), nodes);
    }
    if (nodes == 0) {
      return;
    }
    checkLists();
    if (faults.isEmpty()) {
      checkTree();
      checkEntry();
      checkReachability();
    }
  }

  private void checkLists() {
    for (int node = 0; node < nodes; node++) {
      for (int level = 0; level <= graph.level(node); level++) {
        checkList(node, level);
      }
    }
  }

  /** I2 and I3. */
  private void checkList(int node, int level) {
    BitSet seen = new BitSet();
    for (int neighbor : list(node, level)) {
      if (neighbor < 0 || neighbor >= nodes) {
        fault("node %d, level %d: neighbour %d does not exist", node, level, neighbor);
      } else if (neighbor == node) {
        fault("node %d, level %d: is its own neighbour", node, level);
      } else if (graph.level(neighbor) < level) {
        fault("node %d, level %d: neighbour %d is not on the level", node, level, neighbor);
      } else if (seen.get(neighbor)) {
        fault("node %d, level %d: neighbour %d twice", node, level, neighbor);
      } else {
        seen.set(neighbor);
      }
    }
  }

  /** One root, and tree edges in both directions. */
  private void checkTree() {
    int roots = 0;
    for (int node = 0; node < nodes; node++) {
      int parent = graph.parent(node);
      if (parent == IntTable.NONE) {
        roots++;
      } else if (!contains(list(node, 0), parent) || !contains(list(parent, 0), node)) {
        fault("node %d: the edges with its parent %d are not both there", node, parent);
      }
    }
    if (roots != 1) {
      fault("graph has %d nodes without a parent; expected 1", roots);
    }
  }

  private void checkEntry() {
    int entry = HnswGraph.entryNode(graph.entry());
    int level = HnswGraph.entryLevel(graph.entry());
    if (graph.level(entry) != level) {
      fault("entry %d: has level %d; expected %d", entry, graph.level(entry), level);
    }
    for (int node = 0; node < nodes; node++) {
      if (graph.level(node) > level) {
        fault("node %d: level %d is above the entry's %d", node, graph.level(node), level);
      }
    }
  }

  /** I1, from the entry; from elsewhere it follows, because tree edges go both ways. */
  private void checkReachability() {
    BitSet reached = reached();
    if (reached.cardinality() != nodes) {
      fault(
          "node %d is one of %d that cannot be reached",
          reached.nextClearBit(0), nodes - reached.cardinality());
    }
  }

  private BitSet reached() {
    BitSet reached = new BitSet(nodes);
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    queue.add(HnswGraph.entryNode(graph.entry()));
    reached.set(queue.element());
    while (!queue.isEmpty()) {
      for (int neighbor : list(queue.remove(), 0)) {
        if (!reached.get(neighbor)) {
          reached.set(neighbor);
          queue.add(neighbor);
        }
      }
    }
    return reached;
  }

  private int[] list(int node, int level) {
    int[] neighbors = new int[graph.links(level).width()];
    return Arrays.copyOf(neighbors, graph.neighbors(node, level, neighbors));
  }

  private static boolean contains(int[] list, int node) {
    for (int neighbor : list) {
      if (neighbor == node) {
        return true;
      }
    }
    return false;
  }

  private void fault(String format, Object... values) {
    faults.add(String.format(Locale.ROOT, format, values));
  }
}
