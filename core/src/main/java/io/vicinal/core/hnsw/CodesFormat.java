package io.vicinal.core.hnsw;

import io.vicinal.core.io.FileHeader;
import io.vicinal.core.io.FormatVersions;

/**
 * The content of a {@code <field>.codes} file, between {@link FileHeader} and footer.
 * Little-endian; {@code docs/format/codes.md} is the page for people.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                         rows (4 bytes)                        |
 * |                       dimension (4 bytes)                     |
 * |                        metric (4 bytes)                       |
 * |                      components (4 bytes)                     |
 * |                   bits of a component (4 bytes)               |
 * |                         lines (4 bytes)                       |
 * |                      projection (4 bytes)                     |
 * +---------------------------------------------------------------+
 * |                  mean, dimension × float32                    |
 * +---------------------------------------------------------------+
 * |  axes, dimension × (components up to a multiple of 32) × 2,   |
 * |  or seed (8 bytes), or nothing                                |
 * +---------------------------------------------------------------+
 * |                   rows × lines × 64 bytes                     |
 * +---------------------------------------------------------------+
 * </pre>
 */
final class CodesFormat {
  static final int VERSION = 2;
  static final FormatVersions SUPPORTED = new FormatVersions(1, VERSION);

  /** Files of version 1 have no projection: it is that on axes. */
  static final int FIRST_WITH_PROJECTION = 2;

  static final int ROWS_OFFSET = FileHeader.LENGTH;
  static final int DIMENSION_OFFSET = ROWS_OFFSET + Integer.BYTES;
  static final int METRIC_OFFSET = DIMENSION_OFFSET + Integer.BYTES;
  static final int COMPONENTS_OFFSET = METRIC_OFFSET + Integer.BYTES;
  static final int BITS_OFFSET = COMPONENTS_OFFSET + Integer.BYTES;
  static final int LINES_OFFSET = BITS_OFFSET + Integer.BYTES;
  static final int PROJECTION_OFFSET = LINES_OFFSET + Integer.BYTES;
  static final int MEAN_OFFSET = PROJECTION_OFFSET + Integer.BYTES;

  static final int LINE_BYTES = 64;

  private CodesFormat() {}
}
