package io.vicinal.core.hnsw;

/**
 * The neighbour selection heuristic (algorithm 4 of arXiv 1603.09320, without its extensions).
 *
 * <p>Candidates are taken nearest first; one is kept if it is nearer to the base node than to every
 * node kept before it. What is dropped can be reached through the one that it is nearer to, and the
 * edges that remain point in different directions. Edges of the parent tree are kept whatever the
 * heuristic says.
 */
final class NeighborSelection {
  private final HnswGraph graph;
  private final VectorStorage vectors;

  NeighborSelection(HnswGraph graph, VectorStorage vectors) {
    this.graph = graph;
    this.vectors = vectors;
  }

  /**
   * Chooses at most {@code limit} candidates for a list.
   *
   * @param candidates sorted, nearest to the base first; the first {@code count} of them
   * @param base the node whose tree edges are among the candidates, or {@link IntTable#NONE} where
   *     there are none: above the ground, and for a node that has no parent yet
   * @param scratch receives the chosen nodes in {@code kept}, nearest first
   * @return how many were chosen
   */
  int select(long[] candidates, int count, int base, int limit, Scratch scratch) {
    int free = limit - treeEdges(candidates, count, base);
    int size = 0;
    for (int i = 0; i < count && size < limit; i++) {
      int node = Candidates.node(candidates[i]);
      if (isTreeEdge(base, node)) {
        scratch.kept[size++] = node;
      } else if (free > 0 && isDiverse(node, Candidates.rank(candidates[i]), size, scratch)) {
        scratch.kept[size++] = node;
        free--;
      }
    }
    return size;
  }

  private int treeEdges(long[] candidates, int count, int base) {
    int edges = 0;
    for (int i = 0; i < count; i++) {
      if (isTreeEdge(base, Candidates.node(candidates[i]))) {
        edges++;
      }
    }
    return edges;
  }

  private boolean isTreeEdge(int base, int node) {
    return base != IntTable.NONE && graph.isTreeEdge(base, node);
  }

  private boolean isDiverse(int node, float rankToBase, int size, Scratch scratch) {
    float[] chunk = vectors.chunk(node);
    int offset = vectors.offset(node);
    for (int i = 0; i < size; i++) {
      scratch.distances++;
      if (vectors.rank(chunk, offset, scratch.kept[i]) < rankToBase) {
        return false;
      }
    }
    return true;
  }
}
