package io.vicinal.core.sparse;

/** What a search of an index found, nearest first. Immutable. */
public final class SparseResult {
  private final long[] found;
  private final long scoredRows;

  SparseResult(long[] found, long scoredRows) {
    this.found = found;
    this.scoredRows = scoredRows;
  }

  /** Rows found. */
  public int size() {
    return found.length;
  }

  /** The i-th nearest row, from 0. */
  public int row(int i) {
    return NearestRows.row(found[i]);
  }

  /** The distance of the i-th nearest row: the negated inner product. */
  public float distance(int i) {
    return NearestRows.distance(found[i]);
  }

  /** Rows whose distance was computed. */
  public long scoredRows() {
    return scoredRows;
  }
}
