package io.vicinal.core.sparse;

import java.util.function.IntPredicate;

/**
 * The inner products of the rows of one block with a query. For one thread.
 *
 * <p>The products of a row are added in the ascending order of their indices, so that its score
 * does not depend on the index that computes it.
 */
final class BlockScores {
  /** Rows of a block: block b has the rows from {@code b * ROWS} on. */
  static final int ROWS = 256;

  static final int SHIFT = 8;

  private final double[] scores = new double[ROWS];
  private final long[] touched = new long[ROWS / Long.SIZE];

  /** Adds a product to a row. */
  void add(int offset, double product) {
    scores[offset] += product;
    touched[offset / Long.SIZE] |= 1L << offset;
  }

  /** Hands the accepted rows that have a product over, and begins another block. */
  void handOver(int block, IntPredicate accept, NearestRows nearest) {
    for (int word = 0; word < touched.length; word++) {
      for (long left = touched[word]; left != 0; left &= left - 1) {
        int offset = word * Long.SIZE + Long.numberOfTrailingZeros(left);
        int row = block * ROWS + offset;
        if (accept.test(row)) {
          nearest.offer(row, scores[offset]);
        }
        scores[offset] = 0;
      }
      touched[word] = 0;
    }
  }
}
