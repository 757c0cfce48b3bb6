package io.vicinal.core.hnsw;

/**
 * A query, and how near rows are to it: what a walk compares. Ranks order rows for one query and
 * mean nothing beside those of another. One thread.
 */
interface QueryRanks {
  /** What a rank is for a row at distance 0: ranks above it grow as (squared) distances do. */
  float origin();

  /** The rank of a row; smaller is nearer. */
  float rank(int row);

  /**
   * The ranks of some rows. All are computed before the caller looks at one: the processor overlaps
   * what no branch depends on.
   */
  void ranks(int[] rows, int count, float[] into);
}
