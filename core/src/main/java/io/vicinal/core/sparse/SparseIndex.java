package io.vicinal.core.sparse;

import io.vicinal.api.SparseVector;
import java.util.function.IntPredicate;

/** Sparse vectors by row, searched exactly. Safe for searches by several threads. */
public interface SparseIndex {
  /**
   * The nearest of the accepted rows that share an index with the query: k, and every other one
   * that is as near as the last of them; all, if there are fewer.
   *
   * @param k 1 or more
   */
  SparseResult nearest(SparseVector query, int k, IntPredicate accept);
}
