package io.vicinal.core.hnsw;

import io.vicinal.api.HnswParameters;
import io.vicinal.core.io.ChecksummedInput;
import io.vicinal.core.io.ChecksummedOutput;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A navigable small world graph in flat tables; no object per node.
 *
 * <p>The paper's letters (Malkov and Yashunin, arXiv 1603.09320) and our words: an element q is a
 * <em>node</em>, its vector's row number; l is its <em>level</em>; layer 0 is the <em>ground</em>;
 * the entry point ep is the <em>entry</em>; M<sub>max</sub>, M<sub>max0</sub> are the widths of a
 * list of neighbours; m<sub>L</sub> is {@link HnswParameters#levelMultiplier}.
 *
 * <h2>Tables</h2>
 *
 * <ul>
 *   <li>{@code ground}: row = node; up to maxM0 neighbours, then {@link IntTable#NONE}
 *   <li>{@code upper}: rows of up to maxM neighbours; a node of level l owns l rows, one after the
 *       other, from level 1 up
 *   <li>{@code nodes}: row = node; level, first row in {@code upper}, parent
 * </ul>
 *
 * <h2>The parent tree</h2>
 *
 * The selection heuristic drops edges, and alone it can drop the last one into a node or a group of
 * nodes (duplicates are the usual victims). So each node but the first has a <em>parent</em>: a
 * node that was complete before it, usually its nearest. The ground edges between a node and its
 * parent are kept in both directions for ever. They form a tree over all nodes, hence:
 *
 * <ol>
 *   <li>I1: from every node every other node can be reached on the ground layer.
 *   <li>I2: a list has no duplicate, not its own node, and only complete nodes.
 *   <li>I3: a neighbour at level l has at least level l.
 * </ol>
 *
 * <p>{@link HnswVerifier} checks them. The tree costs an int a node and two of the average node's
 * edges; a node takes at most half a list of children.
 *
 * <h2>Concurrency</h2>
 *
 * A node is <em>complete</em> when its vector, level and lists are written. Its number appears in
 * another list, or in the entry, only after that, and with release semantics (see {@link
 * HnswInserter} for who writes). Readers take no lock. A reader sees only complete nodes; while a
 * list is being rewritten it may see a neighbour twice or miss one.
 */
final class HnswGraph {
  static final int MAX_LEVEL = 31;
  static final long NO_ENTRY = -1;

  private static final int LEVEL = 0;
  private static final int UPPER = 1;
  private static final int PARENT = 2;

  /** Ints of a row of {@code nodes}. */
  static final int NODE_COLUMNS = 3;

  private final HnswParameters parameters;
  private final long seed;
  private final IntTable nodes;
  private final IntTable ground;
  private final IntTable upper;
  private final AtomicInteger upperRows = new AtomicInteger();
  private final AtomicInteger size = new AtomicInteger();
  private volatile long entry = NO_ENTRY;

  HnswGraph(HnswParameters parameters, long seed, int expectedNodes) {
    this.parameters = parameters;
    this.seed = seed;
    this.nodes = new IntTable(NODE_COLUMNS, expectedNodes);
    this.ground = new IntTable(parameters.maxM0(), expectedNodes);
    this.upper = new IntTable(parameters.maxM(), expectedNodes / parameters.m());
  }

  private HnswGraph(HnswGraph complete) {
    this.parameters = complete.parameters;
    this.seed = complete.seed;
    this.nodes = complete.nodes.trimmed(complete.size());
    this.ground = complete.ground.trimmed(complete.size());
    this.upper = complete.upper.trimmed(complete.upperRows());
    this.upperRows.set(complete.upperRows());
    this.size.set(complete.size());
    this.entry = complete.entry;
  }

  /** This graph, to which nobody adds nodes any more, without room for others. */
  HnswGraph trimmed() {
    return new HnswGraph(this);
  }

  HnswParameters parameters() {
    return parameters;
  }

  long seed() {
    return seed;
  }

  /** Nodes inserted completely. */
  int size() {
    return size.get();
  }

  void countInserted() {
    size.incrementAndGet();
  }

  /** Level and node of the entry, packed; {@link #NO_ENTRY} in an empty graph. */
  long entry() {
    return entry;
  }

  static int entryLevel(long entry) {
    return (int) (entry >> 32);
  }

  static int entryNode(long entry) {
    return (int) entry;
  }

  void enter(int node, int level) {
    entry = ((long) level << 32) | node;
  }

  /** The level of a node: a function of seed and node, whatever the order of insertion. */
  int drawLevel(int node) {
    // SplittableRandom mixes the seed well: neighbouring seeds give independent numbers.
    double uniform = 1 - new SplittableRandom(seed + node).nextDouble();
    return (int) Math.min(MAX_LEVEL, -Math.log(uniform) * parameters.levelMultiplier());
  }

  /** Makes room for a node with empty lists. Any thread; nobody else may know the node yet. */
  void allocate(int node, int level) {
    nodes.ensureRows(node + 1);
    ground.ensureRows(node + 1);
    int firstRow = upperRows.getAndAdd(level);
    upper.ensureRows(firstRow + level);
    nodes.set(node, LEVEL, level);
    nodes.set(node, UPPER, firstRow);
  }

  int level(int node) {
    return nodes.get(node, LEVEL);
  }

  /** The node's parent; {@link IntTable#NONE} for the first node. */
  int parent(int node) {
    return nodes.get(node, PARENT);
  }

  void adopt(int node, int parent) {
    nodes.set(node, PARENT, parent);
  }

  /** Whether the ground edge between two nodes belongs to the parent tree. */
  boolean isTreeEdge(int a, int b) {
    return parent(b) == a || parent(a) == b;
  }

  /** The table that holds the lists of a layer. */
  IntTable links(int level) {
    return level == 0 ? ground : upper;
  }

  /** The row of a node's list in {@link #links}. */
  int row(int node, int level) {
    return level == 0 ? node : nodes.get(node, UPPER) + level - 1;
  }

  /** Copies a list of neighbours and returns how many. */
  int neighbors(int node, int level, int[] into) {
    IntTable table = links(level);
    int row = row(node, level);
    int[] chunk = table.chunk(row);
    int start = table.offset(row);
    for (int i = 0; i < table.width(); i++) {
      int neighbor = IntTable.load(chunk, start + i);
      if (neighbor == IntTable.NONE) {
        return i;
      }
      into[i] = neighbor;
    }
    return table.width();
  }

  /** Memory of the tables. */
  long memoryBytes() {
    return nodes.memoryBytes() + ground.memoryBytes() + upper.memoryBytes();
  }

  /** Rows of {@code upper} in use. */
  int upperRows() {
    return upperRows.get();
  }

  /** Writes the tables of a graph that nobody is changing. */
  void writeTables(ChecksummedOutput output) {
    nodes.writeTo(output, size());
    ground.writeTo(output, size());
    upper.writeTo(output, upperRows());
  }

  /** Fills an empty graph that nobody else knows yet; {@link #enter} makes it searchable. */
  void readTables(ChecksummedInput input, int nodeCount, int upperRowCount) {
    nodes.readFrom(input, nodeCount);
    ground.readFrom(input, nodeCount);
    upper.readFrom(input, upperRowCount);
    size.set(nodeCount);
    upperRows.set(upperRowCount);
  }
}
