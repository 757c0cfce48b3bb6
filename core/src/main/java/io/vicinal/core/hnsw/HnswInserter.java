package io.vicinal.core.hnsw;

import io.vicinal.api.HnswParameters;
import java.util.Arrays;

/**
 * Puts nodes into a graph (algorithm 1 of arXiv 1603.09320). Any number of threads, each its own
 * node.
 *
 * <h2>Protocol</h2>
 *
 * <ol>
 *   <li>The vector of a node is appended before its insertion starts.
 *   <li>The inserting thread allocates the node's rows, searches its neighbours without a lock, and
 *       writes the lists of all its levels. Nobody else knows the node yet.
 *   <li>It chooses the parent and adds the node to the parent's list: from here on the node is
 *       visible, and complete.
 *   <li>It adds the node to the lists of its other neighbours, from the ground up: who meets the
 *       node on a level finds complete lists on that level and below.
 *   <li>A list of a visible node is changed only under the lock of the node's stripe. A thread
 *       holds one stripe at a time, so there is no order to break.
 *   <li>A node above the entry's level is inserted under the promotion lock, taken before any
 *       stripe, and becomes the entry last.
 * </ol>
 *
 * Two nodes inserted at the same time may miss each other as neighbours: with t threads a node
 * misses at most t − 1 others.
 */
final class HnswInserter {
  private static final int STRIPES = 1 << 10;

  private final HnswGraph graph;
  private final VectorStorage vectors;
  private final HnswParameters parameters;
  private final GraphWalk walk;
  private final NeighborSelection selection;
  private final Object promotion = new Object();
  private final Object[] stripes = new Object[STRIPES];

  HnswInserter(HnswGraph graph, VectorStorage vectors) {
    this.graph = graph;
    this.vectors = vectors;
    this.parameters = graph.parameters();
    this.walk = new GraphWalk(graph, vectors);
    this.selection = new NeighborSelection(graph, vectors);
    Arrays.setAll(stripes, i -> new Object());
  }

  /** The vectors, all of them in memory. */
  VectorStorage vectors() {
    return vectors;
  }

  /** Appends the next vector, that of the node to insert then, and returns its row. */
  int append(VectorSource source, int sourceRow) {
    return vectors.append(source, sourceRow);
  }

  /** Inserts a node whose vector is stored. */
  void insert(int node, Scratch scratch) {
    int level = graph.drawLevel(node);
    graph.allocate(node, level);
    if (level > HnswGraph.entryLevel(graph.entry())) {
      insertAndPromote(node, level, scratch);
    } else {
      connect(node, level, graph.entry(), scratch);
    }
    graph.countInserted();
  }

  private void insertAndPromote(int node, int level, Scratch scratch) {
    synchronized (promotion) {
      long entry = graph.entry();
      if (entry != HnswGraph.NO_ENTRY) {
        connect(node, level, entry, scratch);
      }
      if (level > HnswGraph.entryLevel(entry)) {
        graph.enter(node, level);
      }
    }
  }

  private void connect(int node, int level, long entry, Scratch scratch) {
    VectorQuery query = scratch.vectorQuery.set(vectors.chunk(node), vectors.offset(node));
    int top = Math.min(level, HnswGraph.entryLevel(entry));
    int nearest = walk.descend(query, entry, top, scratch);
    for (int layer = top; layer >= 0; layer--) {
      walk.walk(query, nearest, layer, parameters.efConstruction(), scratch);
      CandidatePool found = scratch.pool;
      int count =
          selection.select(found.sorted(), found.size(), IntTable.NONE, parameters.m(), scratch);
      write(node, layer, scratch.kept, count);
      nearest = found.node(0);
    }
    linkBack(node, top, scratch);
  }

  /** Makes the node visible: first to its parent, then to its neighbours from the ground up. */
  private void linkBack(int node, int top, Scratch scratch) {
    int[] selected = scratch.hop;
    // Each list is read before the node is visible on its layer: later it may hold nodes that
    // linked themselves, and they have the node already.
    int count = graph.neighbors(node, 0, selected);
    int parent = chooseParent(node, count, scratch);
    for (int i = 0; i < count; i++) {
      if (selected[i] != parent) {
        link(selected[i], 0, node, scratch);
      }
    }
    for (int layer = 1; layer <= top; layer++) {
      count = graph.neighbors(node, layer, selected);
      for (int i = 0; i < count; i++) {
        link(selected[i], layer, node, scratch);
      }
    }
  }

  /** Attaches the node to its nearest candidate that has room for a child. */
  private int chooseParent(int node, int count, Scratch scratch) {
    CandidatePool found = scratch.pool;
    int[] selected = scratch.hop;
    for (int i = 0; i < count; i++) {
      if (attach(node, selected[i], scratch)) {
        return selected[i];
      }
    }
    for (int i = 0; i < found.size(); i++) {
      if (attach(node, found.node(i), scratch)) {
        return found.node(i);
      }
    }
    // Every candidate is full. The tree is finite and its leaves have room: go down.
    int parent = found.node(0);
    do {
      parent = firstChild(parent, scratch);
    } while (!attach(node, parent, scratch));
    return parent;
  }

  /** Makes {@code parent} the node's parent if it has room for a child; the node gets visible. */
  private boolean attach(int node, int parent, Scratch scratch) {
    synchronized (stripe(parent)) {
      if (children(parent, scratch) >= Math.max(1, parameters.maxM0() / 2)) {
        return false;
      }
      graph.adopt(node, parent);
      include(node, parent, scratch);
      link(parent, 0, node, scratch);
      return true;
    }
  }

  /** Sees to it that the parent is in the ground list of a node that nobody else knows yet. */
  private void include(int node, int parent, Scratch scratch) {
    int[] own = scratch.batch;
    int count = graph.neighbors(node, 0, own);
    for (int i = 0; i < count; i++) {
      if (own[i] == parent) {
        return;
      }
    }
    graph.links(0).set(node, Math.min(count, parameters.maxM0() - 1), parent);
  }

  private int children(int node, Scratch scratch) {
    int count = graph.neighbors(node, 0, scratch.batch);
    int children = 0;
    for (int i = 0; i < count; i++) {
      if (graph.parent(scratch.batch[i]) == node) {
        children++;
      }
    }
    return children;
  }

  private int firstChild(int node, Scratch scratch) {
    synchronized (stripe(node)) {
      int count = graph.neighbors(node, 0, scratch.batch);
      for (int i = 0; i < count; i++) {
        if (graph.parent(scratch.batch[i]) == node) {
          return scratch.batch[i];
        }
      }
    }
    throw new IllegalStateException("node " + node + " is full of children but has none");
  }

  /** Adds {@code added} to the list of a visible node, dropping others if it is full. */
  private void link(int node, int level, int added, Scratch scratch) {
    synchronized (stripe(node)) {
      int count = graph.neighbors(node, level, scratch.batch);
      int width = graph.links(level).width();
      if (count < width) {
        graph.links(level).set(graph.row(node, level), count, added);
        return;
      }
      float[] chunk = vectors.chunk(node);
      int offset = vectors.offset(node);
      for (int i = 0; i < count; i++) {
        int neighbor = scratch.batch[i];
        scratch.list[i] = Candidates.of(vectors.rank(chunk, offset, neighbor), neighbor);
      }
      scratch.list[count] = Candidates.of(vectors.rank(chunk, offset, added), added);
      scratch.distances += count + 1;
      Arrays.sort(scratch.list, 0, count + 1);
      int base = level == 0 ? node : IntTable.NONE;
      int kept = selection.select(scratch.list, count + 1, base, width, scratch);
      write(node, level, scratch.kept, kept);
    }
  }

  private void write(int node, int level, int[] list, int count) {
    IntTable links = graph.links(level);
    int row = graph.row(node, level);
    int[] chunk = links.chunk(row);
    int start = links.offset(row);
    for (int i = 0; i < links.width(); i++) {
      IntTable.store(chunk, start + i, i < count ? list[i] : IntTable.NONE);
    }
  }

  private Object stripe(int node) {
    return stripes[node & (STRIPES - 1)];
  }
}
