package io.vicinal.core.hnsw;

import io.vicinal.core.io.FileHeader;
import io.vicinal.core.io.FormatVersions;

/**
 * The content of a {@code <field>.hnsw} file, between {@link FileHeader} and footer. Little-endian;
 * {@code docs/format/hnsw.md} is the page for people.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                        nodes (4 bytes)                        |
 * |                      upper rows (4 bytes)                     |
 * |                      entry node (4 bytes)                     |
 * |                      entry level (4 bytes)                    |
 * |            m, efConstruction, efSearch, maxM, maxM0           |
 * |                        (4 bytes each)                         |
 * |                       metric (4 bytes)                        |
 * |                      dimension (4 bytes)                      |
 * |                     reserved, 0 (4 bytes)                     |
 * |                   levelMultiplier (8 bytes)                   |
 * |                        seed (8 bytes)                         |
 * +---------------------------------------------------------------+
 * |      nodes × (level, first upper row, parent), 12 bytes       |
 * +---------------------------------------------------------------+
 * |           nodes × maxM0 neighbours on the ground              |
 * +---------------------------------------------------------------+
 * |           upper rows × maxM neighbours above it               |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>Lists of neighbours are filled up with −1.
 */
final class HnswGraphFormat {
  static final int VERSION = 1;
  static final FormatVersions SUPPORTED = FormatVersions.only(VERSION);

  static final int NODES_OFFSET = FileHeader.LENGTH;
  static final int UPPER_ROWS_OFFSET = NODES_OFFSET + Integer.BYTES;
  static final int ENTRY_NODE_OFFSET = UPPER_ROWS_OFFSET + Integer.BYTES;
  static final int ENTRY_LEVEL_OFFSET = ENTRY_NODE_OFFSET + Integer.BYTES;
  static final int M_OFFSET = ENTRY_LEVEL_OFFSET + Integer.BYTES;
  static final int EF_CONSTRUCTION_OFFSET = M_OFFSET + Integer.BYTES;
  static final int EF_SEARCH_OFFSET = EF_CONSTRUCTION_OFFSET + Integer.BYTES;
  static final int MAX_M_OFFSET = EF_SEARCH_OFFSET + Integer.BYTES;
  static final int MAX_M0_OFFSET = MAX_M_OFFSET + Integer.BYTES;
  static final int METRIC_OFFSET = MAX_M0_OFFSET + Integer.BYTES;
  static final int DIMENSION_OFFSET = METRIC_OFFSET + Integer.BYTES;
  static final int RESERVED_OFFSET = DIMENSION_OFFSET + Integer.BYTES;
  static final int LEVEL_MULTIPLIER_OFFSET = RESERVED_OFFSET + Integer.BYTES;
  static final int SEED_OFFSET = LEVEL_MULTIPLIER_OFFSET + Double.BYTES;
  static final int TABLES_OFFSET = SEED_OFFSET + Long.BYTES;

  private HnswGraphFormat() {}

  /** Bytes of the three tables. */
  static long tablesLength(int nodes, int upperRows, int maxM, int maxM0) {
    long ints = nodes * (long) (HnswGraph.NODE_COLUMNS + maxM0) + upperRows * (long) maxM;
    return ints * Integer.BYTES;
  }
}
