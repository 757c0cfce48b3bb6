package io.vicinal.core.hnsw;

import io.vicinal.api.Metric;

/**
 * How much farther the ef-th neighbour of a row is than its k-th, on average over an index.
 *
 * <p>A walk of width ef expands what is nearer than the ef-th of what it has found: much or little,
 * as the neighbourhood of the query is dense or not. A walk that expands what is within a constant
 * multiple of the distance of the k-th instead costs as much on average, spends less on easy
 * queries and more on hard ones, and finds more (Al-Jazzazi and others, "Distance Adaptive Beam
 * Search for Provably Accurate Graph-Based Nearest Neighbor Search", arXiv 2505.15636). The profile
 * translates a width into that multiple. Immutable.
 */
final class RankProfile {
  /** Widths above it are not translated. */
  private static final int WIDEST = 512;

  /** Rows whose neighbours are looked at. */
  private static final int ROWS = 64;

  /** Knows no multiple. */
  static final RankProfile UNKNOWN = new RankProfile(new double[0]);

  /** The mean logarithm of the rank of the i-th neighbour, from 1. */
  private final double[] logarithms;

  private RankProfile(double[] logarithms) {
    this.logarithms = logarithms;
  }

  /**
   * The profile of rows all over an index, to which nobody adds rows meanwhile. It knows no
   * multiple of ranks that may be negative, and none for a small index or one of equal rows.
   */
  static RankProfile of(VectorStorage vectors, GraphWalk walk, Scratch.Pool scratches) {
    if (vectors.size() < CodeChoice.LEAST_ROWS || vectors.metric().metric() == Metric.DOT) {
      return UNKNOWN;
    }
    double[] sums = new double[WIDEST + 1];
    int rows = 0;
    Scratch scratch = scratches.borrow();
    CandidatePool found = scratch.pool;
    for (int i = 0; i < ROWS; i++) {
      int row = vectors.spread(i, ROWS);
      VectorQuery query = scratch.vectorQuery.set(vectors.chunk(row), vectors.offset(row));
      walk.search(query, WIDEST + 1, scratch);
      // The nearest is the row itself.
      if (found.size() > WIDEST && Candidates.rank(found.sorted()[1]) > 0) {
        rows++;
        for (int place = 1; place <= WIDEST; place++) {
          sums[place] += Math.log(Candidates.rank(found.sorted()[place]));
        }
      }
    }
    scratches.giveBack(scratch);
    for (int place = 1; place <= WIDEST; place++) {
      sums[place] /= rows;
    }
    return rows == 0 ? UNKNOWN : new RankProfile(sums);
  }

  /**
   * The multiple of the k-th rank within which a walk of that width expands; infinite where it is
   * not known.
   */
  float slack(int k, int ef) {
    return k < ef && ef < logarithms.length
        ? (float) Math.exp(logarithms[ef] - logarithms[k])
        : Float.POSITIVE_INFINITY;
  }
}
