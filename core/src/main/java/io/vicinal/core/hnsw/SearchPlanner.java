package io.vicinal.core.hnsw;

import java.util.function.IntPredicate;

/**
 * Chooses the {@link SearchPlan} of a search by its estimated cost, in distance computations.
 *
 * <p>With n rows, a of them accepted, s = a / n, and lists of at most d neighbours:
 *
 * <ul>
 *   <li>An <b>exact scan</b> tests n rows and computes a distances, which cost less than a walk's
 *       because memory is read in order: {@code SCAN · a + TEST · n}.
 *   <li>A <b>graph walk</b> looks at about ef nodes and computes the distances to those of their
 *       neighbours that it has not seen: {@code ef · FRESH · d}.
 *   <li>A <b>filtered walk</b> goes on until it has ef accepted nodes: it is a graph walk of width
 *       {@code ef / s}, and no more than the whole graph.
 *   <li>A <b>two-hop walk</b> looks at about ef accepted nodes, reads the lists of their rejected
 *       neighbours, and computes at most d distances for each, which are all to accepted nodes:
 *       {@code ef · (LIST · (1 − s) · d + min(d, s · d²) · REPEATED)}.
 * </ul>
 *
 * <p>The constants were fitted to clustered random data of 20,000 and 100,000 rows; a plan that is
 * second best by a little is no harm.
 */
public final class SearchPlanner {
  /** Cost of a distance in a sequential scan. */
  private static final double SCAN = 0.5;

  /** Cost of asking whether a row is accepted. */
  private static final double TEST = 0.02;

  /** Part of a list of neighbours that a walk has not seen before, on average. */
  private static final double FRESH = 0.35;

  /** Cost of reading a list and testing its nodes. */
  private static final double LIST = 0.5;

  /** Rows tested to estimate how many are accepted. */
  private static final int SAMPLE = 256;

  private SearchPlanner() {}

  /**
   * The cheapest plan.
   *
   * @param rows rows of the index
   * @param accepted rows that are accepted, as far as is known
   * @param ef width of the search
   * @param maxM0 greatest degree of the ground layer
   */
  public static SearchPlan plan(int rows, int accepted, int ef, int maxM0) {
    double scan = SCAN * accepted + (accepted < rows ? TEST * rows : 0);
    if (accepted >= rows) {
      return scan <= graphWalk(ef, maxM0) ? SearchPlan.EXACT_SCAN : SearchPlan.GRAPH_WALK;
    }
    double share = Math.max(accepted, 1) / (double) rows;
    double filtered = Math.min(rows, graphWalk(ef / share, maxM0));
    double twoHop =
        ef * (LIST * (1 - share) * maxM0 + FRESH * Math.min(maxM0, share * maxM0 * maxM0));
    if (scan <= Math.min(filtered, twoHop)) {
      return SearchPlan.EXACT_SCAN;
    }
    return filtered <= twoHop ? SearchPlan.FILTERED_WALK : SearchPlan.TWO_HOP_WALK;
  }

  private static double graphWalk(double ef, int maxM0) {
    return ef * FRESH * maxM0;
  }

  /** Estimates how many of {@code rows} rows are accepted, from at most {@value #SAMPLE} tests. */
  static int estimateAccepted(int rows, IntPredicate accept) {
    int sample = Math.min(rows, SAMPLE);
    int accepted = 0;
    for (int i = 0; i < sample; i++) {
      if (accept.test((int) ((long) i * rows / sample))) {
        accepted++;
      }
    }
    return sample == 0 ? 0 : (int) ((long) accepted * rows / sample);
  }
}
