package io.vicinal.core.sparse;

import io.vicinal.api.SparseVector;
import java.util.function.IntPredicate;

/** Sparse vectors by row, searched exactly. Safe for searches by several threads. */
public interface SparseIndex {
  /**
   * The k nearest of the accepted rows that share an index with the query; all, if there are fewer.
   *
   * @param k 1 or more
   * @param ties which of accepted rows that are as near come first
   */
  SparseResult nearest(SparseVector query, int k, IntPredicate accept, RowOrder ties);
}
