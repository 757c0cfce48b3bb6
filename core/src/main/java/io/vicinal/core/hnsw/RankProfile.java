package io.vicinal.core.hnsw;

import io.vicinal.api.Metric;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
public final class RankProfile {
  /** The neighbours that are looked at, by their place; between them the line of logarithms. */
  private static final int[] PLACES = {
    1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512
  };

  /** Widths above it are not translated. */
  private static final int WIDEST = PLACES[PLACES.length - 1];

  /** Rows whose neighbours are looked at. */
  private static final int ROWS = 64;

  /** Knows no multiple. */
  public static final RankProfile UNKNOWN = new RankProfile(new double[0]);

  /** The mean logarithm of the rank of the neighbour at each of the places. */
  private final double[] logarithms;

  private RankProfile(double[] logarithms) {
    this.logarithms = logarithms;
  }

  /**
   * The profile of rows all over the first rows of an index, which are inserted. It knows no
   * multiple of ranks that may be negative, and none for a small index or one of equal rows.
   */
  static RankProfile of(
      IndexVectors vectors, int inserted, GraphWalk walk, Scratch.Pool scratches) {
    if (inserted < CodeChoice.LEAST_ROWS || vectors.metric().metric() == Metric.DOT) {
      return UNKNOWN;
    }
    double[] sums = new double[PLACES.length];
    int rows = 0;
    Scratch scratch = scratches.borrow();
    CandidatePool found = scratch.pool;
    for (int sampled = 0; sampled < ROWS; sampled++) {
      int row = IndexVectors.spread(sampled, ROWS, inserted);
      vectors.copy(row, scratch.prepared);
      VectorQuery query = scratch.vectorQuery.set(scratch.prepared, 0);
      walk.search(query, WIDEST + 1, scratch);
      // The nearest is the row itself.
      if (found.size() > WIDEST && Candidates.rank(found.sorted()[1]) > 0) {
        rows++;
        for (int i = 0; i < PLACES.length; i++) {
          sums[i] += Math.log(Candidates.rank(found.sorted()[PLACES[i]]));
        }
      }
    }
    scratches.giveBack(scratch);
    for (int i = 0; i < PLACES.length; i++) {
      sums[i] /= rows;
    }
    return rows == 0 ? UNKNOWN : new RankProfile(sums);
  }

  /**
   * The inverse of {@link #logarithms}.
   *
   * @throws IllegalArgumentException for another number of them, and for one that is not finite
   */
  public static RankProfile of(List<Double> logarithms) {
    if (!logarithms.isEmpty() && logarithms.size() != PLACES.length) {
      throw new IllegalArgumentException(
          logarithms.size() + " logarithms of ranks; expected none or " + PLACES.length);
    }
    if (!logarithms.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("logarithms of ranks that are not finite");
    }
    return new RankProfile(logarithms.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The mean logarithms of the ranks of neighbours at some places; none if they are unknown. */
  public List<Double> logarithms() {
    return Arrays.stream(logarithms).boxed().toList();
  }

  /**
   * The multiple of the k-th rank within which a walk of that width expands; infinite where it is
   * not known.
   */
  float slack(int k, int ef) {
    return k < ef && ef <= WIDEST && logarithms.length > 0
        ? (float) Math.exp(logarithm(ef) - logarithm(k))
        : Float.POSITIVE_INFINITY;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RankProfile profile && Arrays.equals(logarithms, profile.logarithms);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(logarithms);
  }

  private double logarithm(int place) {
    int next = Arrays.binarySearch(PLACES, place);
    if (next >= 0) {
      return logarithms[next];
    }
    int after = -next - 1;
    double part =
        Math.log(place / (double) PLACES[after - 1])
            / Math.log(PLACES[after] / (double) PLACES[after - 1]);
    return logarithms[after - 1] + part * (logarithms[after] - logarithms[after - 1]);
  }
}
