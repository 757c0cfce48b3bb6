package io.vicinal.core.sparse;

import io.vicinal.core.io.FileHeader;
import io.vicinal.core.io.FormatVersions;

/**
 * The content of a {@code <field>.postings} file, between {@link FileHeader} and footer.
 * Little-endian; {@code docs/format/postings.md} is the page for people.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                         rows (4 bytes)                        |
 * |                    rows of a block (4 bytes)                  |
 * |                         lists (4 bytes)                       |
 * |                        blocks (4 bytes)                       |
 * |                       postings (4 bytes)                      |
 * +---------------------------------------------------------------+
 * |                 index of each list, lists × 4                 |
 * |              first block of each list, lists × 4              |
 * +---------------------------------------------------------------+
 * |                number of each block, blocks × 4               |
 * |            first posting of each block, blocks × 4            |
 * |             least value of each block, blocks × 4             |
 * |            greatest value of each block, blocks × 4           |
 * +---------------------------------------------------------------+
 * |                value of each posting, postings × 4            |
 * |           row of each posting in its block, postings          |
 * +---------------------------------------------------------------+
 * </pre>
 */
final class PostingsFormat {
  static final int VERSION = 1;
  static final FormatVersions SUPPORTED = FormatVersions.only(VERSION);

  static final int ROWS_OFFSET = FileHeader.LENGTH;
  static final int BLOCK_ROWS_OFFSET = ROWS_OFFSET + Integer.BYTES;
  static final int LISTS_OFFSET = BLOCK_ROWS_OFFSET + Integer.BYTES;
  static final int BLOCKS_OFFSET = LISTS_OFFSET + Integer.BYTES;
  static final int POSTINGS_OFFSET = BLOCKS_OFFSET + Integer.BYTES;
  static final int INDICES_OFFSET = POSTINGS_OFFSET + Integer.BYTES;

  static final int LIST_BYTES = 2 * Integer.BYTES;
  static final int BLOCK_BYTES = 2 * Integer.BYTES + 2 * Float.BYTES;
  static final int POSTING_BYTES = Float.BYTES + Byte.BYTES;

  private PostingsFormat() {}
}
