package io.vicinal.core.hnsw;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Hands out the accepted rows of an index to threads that compare them. Any thread. */
final class RowClaims {
  private final int rows;
  private final @Nullable IntPredicate accept;
  private int next;
  private long claimed;

  /** All claims are of rows below {@code rows} that are accepted; all if null. */
  RowClaims(int rows, @Nullable IntPredicate accept) {
    this.rows = rows;
    this.accept = accept;
  }

  /**
   * Claims rows that nobody has claimed, as many as {@code into} has room for if there are.
   *
   * @return how many; 0 when no row is left
   */
  synchronized int claim(int[] into) {
    int count = 0;
    for (; next < rows && count < into.length; next++) {
      if (accept == null || accept.test(next)) {
        into[count++] = next;
      }
    }
    claimed += count;
    return count;
  }

  /** Rows claimed so far. */
  synchronized long claimed() {
    return claimed;
  }
}
