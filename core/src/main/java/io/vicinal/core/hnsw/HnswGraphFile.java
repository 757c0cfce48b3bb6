package io.vicinal.core.hnsw;

import io.vicinal.api.HnswParameters;
import io.vicinal.api.Metric;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.ChecksummedInput;
import io.vicinal.core.io.ChecksummedOutput;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FileHeader;
import io.vicinal.core.io.FileKind;
import io.vicinal.core.io.StorageDirectory;
import java.util.UUID;

/** Writes and reads {@link HnswGraphFormat}. */
final class HnswGraphFile {
  private HnswGraphFile() {}

  /** Writes a graph that nobody is changing to a new file, and syncs its bytes. */
  static void write(
      HnswGraph graph, IndexVectors vectors, StorageDirectory directory, String file, UUID owner) {
    if (graph.size() != vectors.size()) {
      throw new IllegalStateException(
          "a graph of " + graph.size() + " nodes over " + vectors.size() + " rows is being built");
    }
    FileHeader header = new FileHeader(FileKind.HNSW, HnswGraphFormat.VERSION, owner);
    try (ChecksummedOutput output = ChecksummedOutput.createFramed(directory, file, header)) {
      HnswParameters parameters = graph.parameters();
      output.putInt(graph.size());
      output.putInt(graph.upperRows());
      output.putInt(HnswGraph.entryNode(graph.entry()));
      output.putInt(HnswGraph.entryLevel(graph.entry()));
      output.putInt(parameters.m());
      output.putInt(parameters.efConstruction());
      output.putInt(parameters.efSearch());
      output.putInt(parameters.maxM());
      output.putInt(parameters.maxM0());
      output.putInt(code(vectors.metric().metric()));
      output.putInt(vectors.dimension());
      output.putInt(0);
      output.putLong(Double.doubleToLongBits(parameters.levelMultiplier()));
      output.putLong(graph.seed());
      graph.writeTables(output);
      output.finish();
    }
  }

  /**
   * Reads a graph.
   *
   * @throws DamagedFileException when it is not a sound graph over {@code vectors}
   */
  static HnswGraph read(StorageDirectory directory, String file, UUID owner, IndexVectors vectors) {
    try (ChecksummedInput input =
        ChecksummedInput.open(directory, file, FileKind.HNSW, HnswGraphFormat.SUPPORTED)) {
      input.header().requireOwner(input.location(), owner);
      int nodes = input.getInt();
      int upperRows = input.getInt();
      int entryNode = input.getInt();
      int entryLevel = input.getInt();
      int[] numbers = new int[5];
      input.getInts(numbers, 0, numbers.length);
      int metric = input.getInt();
      int dimension = input.getInt();
      int reserved = input.getInt();
      double levelMultiplier = Double.longBitsToDouble(input.getLong());
      long seed = input.getLong();
      HnswParameters parameters = parameters(input, numbers, levelMultiplier);
      check(input, HnswGraphFormat.NODES_OFFSET, "nodes", vectors.size(), nodes);
      check(
          input,
          HnswGraphFormat.METRIC_OFFSET,
          "metric code",
          code(vectors.metric().metric()),
          metric);
      check(input, HnswGraphFormat.DIMENSION_OFFSET, "dimension", vectors.dimension(), dimension);
      check(input, HnswGraphFormat.RESERVED_OFFSET, "reserved bytes", 0, reserved);
      checkRange(input, HnswGraphFormat.UPPER_ROWS_OFFSET, 0, Integer.MAX_VALUE, upperRows);
      check(
          input,
          HnswGraphFormat.TABLES_OFFSET,
          "bytes of tables",
          HnswGraphFormat.tablesLength(nodes, upperRows, parameters.maxM(), parameters.maxM0()),
          input.remaining());
      HnswGraph graph = new HnswGraph(parameters, seed, nodes);
      graph.readTables(input, nodes, upperRows);
      input.finish();
      checkTables(input, graph, nodes, upperRows);
      if (nodes > 0) {
        checkRange(input, HnswGraphFormat.ENTRY_NODE_OFFSET, 0, nodes - 1, entryNode);
        int level = graph.level(entryNode);
        check(input, HnswGraphFormat.ENTRY_LEVEL_OFFSET, "entry level", level, entryLevel);
        graph.enter(entryNode, entryLevel);
      }
      return graph;
    }
  }

  private static HnswParameters parameters(
      ChecksummedInput input, int[] numbers, double levelMultiplier) {
    try {
      return new HnswParameters(
          numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], levelMultiplier);
    } catch (VicinalException e) {
      throw new DamagedFileException(
          input.location(), HnswGraphFormat.M_OFFSET, "legal HNSW parameters", e.toString());
    }
  }

  /**
   * Checks that no number in the tables leads out of them, and I3, without which a walk would read
   * lists of other nodes or behind the last: a walk then cannot fail, whatever wrote the file.
   */
  private static void checkTables(
      ChecksummedInput input, HnswGraph graph, int nodes, int upperRows) {
    int[] list = new int[Math.max(graph.parameters().maxM(), graph.parameters().maxM0())];
    for (int node = 0; node < nodes; node++) {
      int level = graph.level(node);
      boolean sound = level >= 0 && level <= HnswGraph.MAX_LEVEL;
      sound &= graph.parent(node) >= IntTable.NONE && graph.parent(node) < nodes;
      int firstRow = sound ? graph.row(node, 1) : 0;
      sound &= firstRow >= 0 && (long) firstRow + level <= upperRows;
      for (int layer = 0; sound && layer <= level; layer++) {
        int count = graph.neighbors(node, layer, list);
        for (int i = 0; i < count; i++) {
          sound &= list[i] >= 0 && list[i] < nodes;
        }
      }
      if (!sound) {
        throw new DamagedFileException(
            input.location(),
            HnswGraphFormat.TABLES_OFFSET,
            "numbers of nodes below " + nodes + " and of upper rows below " + upperRows,
            "others, at node " + node);
      }
    }
    checkLevels(input, graph, nodes, list);
  }

  /** I3, when the levels and lists are known to be sound; it holds on the ground by itself. */
  private static void checkLevels(ChecksummedInput input, HnswGraph graph, int nodes, int[] list) {
    for (int node = 0; node < nodes; node++) {
      for (int layer = 1; layer <= graph.level(node); layer++) {
        int count = graph.neighbors(node, layer, list);
        for (int i = 0; i < count; i++) {
          int level = graph.level(list[i]);
          if (level < layer) {
            throw new DamagedFileException(
                input.location(),
                HnswGraphFormat.TABLES_OFFSET,
                "neighbours of level " + layer + " or above in node " + node + "'s list " + layer,
                "node " + list[i] + " of level " + level);
          }
        }
      }
    }
  }

  private static void check(
      ChecksummedInput input, int offset, String what, long expected, long found) {
    if (expected != found) {
      throw new DamagedFileException(
          input.location(), offset, what + " " + expected, String.valueOf(found));
    }
  }

  private static void checkRange(
      ChecksummedInput input, int offset, int least, int greatest, int found) {
    if (found < least || found > greatest) {
      throw new DamagedFileException(
          input.location(), offset, least + " to " + greatest, String.valueOf(found));
    }
  }

  /** The metric's number in files, which is not its place in the enum. */
  static int code(Metric metric) {
    return switch (metric) {
      case EUCLIDEAN -> 1;
      case COSINE -> 2;
      case DOT -> 3;
      case MANHATTAN -> 4;
    };
  }
}
