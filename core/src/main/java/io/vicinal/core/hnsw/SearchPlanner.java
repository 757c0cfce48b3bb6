package io.vicinal.core.hnsw;

import java.util.function.IntPredicate;

/**
 * Chooses the {@link SearchPlan} of a search by its estimated cost, in distances as a walk computes
 * them.
 *
 * <p>With n rows, a of them accepted, s = a / n, and lists of at most d neighbours:
 *
 * <ul>
 *   <li>An <b>exact scan</b> tests n rows and computes a distances, which cost less than a walk's
 *       because memory is read in order: {@code SCAN · a + TEST · n}. Of vectors, where the walk is
 *       on codes, it costs more the longer the vectors are: {@code CODED · dimension} in place of
 *       SCAN.
 *   <li>A <b>graph walk</b> looks at about ef nodes and computes the distances to those of their
 *       neighbours that it has not seen: {@code ef · FRESH · d}.
 *   <li>A <b>filtered walk</b> goes on until it has ef accepted nodes: it is a graph walk of width
 *       {@code ef / s}, and no more than the whole graph.
 *   <li>A <b>two-hop walk</b> looks at about ef accepted nodes, reads and tests the lists of their
 *       rejected neighbours, and computes distances to unseen accepted nodes only, at most d a
 *       node: {@code ef · (LIST · (1 − s) · d + FRESH · min(d, s · d²))}. Its graph is the accepted
 *       nodes within two hops; where those are expected to be fewer than {@code LINKS · d}, recall
 *       falls, and it is not considered.
 * </ul>
 *
 * <p>The constants are rounded from measurements on clustered random data, 100,000 × 64 and 20,000
 * × 384, M = 16, ef = 64, with SIMD kernels: SCAN 0.12–0.5, TEST 0.005, FRESH 0.22–0.5, LIST
 * 0.9–1.5 and more; recall@10 of the two-hop walk 0.99 at s = 0.1, 0.96–0.97 at 0.05, 0.74–0.88 at
 * 0.02; CODED from images of 784 dimensions, texts of 384 and clusters of 128. The plans cross at
 * shallow angles: a constant that is wrong by half costs little.
 */
final class SearchPlanner {
  /** Cost of a distance in a sequential scan. */
  private static final double SCAN = 0.4;

  /** The same for a component of a vector, where a walk computes distances on codes. */
  private static final double CODED = 1 / 900.0;

  private static final double LEAST_CODED = 0.1;

  /** Cost of asking whether a row is accepted. */
  private static final double TEST = 0.005;

  /** Part of a list of neighbours that a walk has not seen before, on average. */
  private static final double FRESH = 0.3;

  /** Cost of reading a list and testing its nodes, times how full lists are. */
  private static final double LIST = 1.2;

  /** Accepted nodes within two hops that a walk needs, in lists. */
  private static final double LINKS = 1.5;

  /** Rows tested to estimate how many are accepted. */
  private static final int SAMPLE = 256;

  private SearchPlanner() {}

  /**
   * The cheapest plan.
   *
   * @param rows rows of the index
   * @param accepted rows that are accepted, as far as is known; {@code rows} where no filter is
   * @param ef width of the search
   * @param maxM0 greatest degree of the ground layer
   * @param scan cost of a distance in a scan, by {@link #scan}
   */
  static SearchPlan plan(int rows, int accepted, int ef, int maxM0, double scan) {
    if (accepted >= rows) {
      return scan * rows <= walk(ef, maxM0) ? SearchPlan.EXACT_SCAN : SearchPlan.GRAPH_WALK;
    }
    double share = Math.max(accepted, 1) / (double) rows;
    double scanned = scan * accepted + TEST * rows;
    double filtered = Math.min(rows, walk(ef / share, maxM0));
    double twoHops = twoHopWalk(ef, share, maxM0);
    if (scanned <= Math.min(filtered, twoHops)) {
      return SearchPlan.EXACT_SCAN;
    }
    return filtered <= twoHops ? SearchPlan.FILTERED_WALK : SearchPlan.TWO_HOP_WALK;
  }

  /** Cost of a distance in a sequential scan of vectors, in distances of a walk. */
  static double scan(int dimension, boolean walkOnCodes) {
    return walkOnCodes ? Math.max(LEAST_CODED, CODED * dimension) : SCAN;
  }

  /** The cheapest plan that does not leave out nodes: as a two-hop walk does, of unknown recall. */
  static SearchPlan planThrough(int rows, int accepted, int ef, int maxM0, double scan) {
    SearchPlan cheapest = plan(rows, accepted, ef, maxM0, scan);
    if (cheapest != SearchPlan.TWO_HOP_WALK) {
      return cheapest;
    }
    double filtered = Math.min(rows, walk(ef * (double) rows / Math.max(accepted, 1), maxM0));
    return scan * accepted + TEST * rows <= filtered
        ? SearchPlan.EXACT_SCAN
        : SearchPlan.FILTERED_WALK;
  }

  private static double walk(double ef, int maxM0) {
    return ef * FRESH * maxM0;
  }

  private static double twoHopWalk(int ef, double share, int maxM0) {
    double links = share * maxM0 * maxM0;
    if (links < LINKS * maxM0) {
      return Double.POSITIVE_INFINITY;
    }
    return ef * (LIST * (1 - share) * maxM0 + FRESH * Math.min(maxM0, links));
  }

  /** Estimates how many of {@code rows} rows are accepted, from at most {@value #SAMPLE} tests. */
  static int estimateAccepted(int rows, IntPredicate accept) {
    int sample = Math.min(rows, SAMPLE);
    int accepted = 0;
    for (int i = 0; i < sample; i++) {
      // One row of each stretch, at an irregular place in it: rows may have a period.
      long jitter = Math.floorMod(i * 0x9E37_79B9_7F4A_7C15L, (long) rows);
      if (accept.test((int) (((long) i * rows + jitter) / sample))) {
        accepted++;
      }
    }
    return sample == 0 ? 0 : (int) ((long) accepted * rows / sample);
  }
}
