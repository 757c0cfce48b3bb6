package io.vicinal.core.hnsw;

import java.util.ArrayList;
import java.util.List;

/**
 * Searches for rows that are held out, to learn how much is found at which width.
 *
 * <p>A row that is searched for is hidden: its own links, which lead to its neighbours, are not
 * there for a query. Rows of the ground layer only are taken, so that it suffices to hide them
 * there. On images, texts and clusters, recall was then a little below that of queries that were no
 * rows, at every width and k (docs/decisions/0009).
 *
 * <p>Rows may be added after those that are tried. One thread.
 */
final class HeldOutTrials {
  /** Neighbours searched for. */
  private static final int[] KS = {1, 10, 100};

  /** How many rows are searched for at most. */
  private static final int MOST = 512;

  /** The sum of the widths of the trials of one width, as far as that is not too few trials. */
  private static final int WIDTHS = 16_384;

  private static final int LEAST = 48;

  /** Neighbours that the trials of one width look for at least. */
  private static final int LEAST_NEIGHBORS = 512;

  private static final int ODD = 101;

  /** Each width is that much of the one before. */
  private static final double STEP = 1.5;

  /** Wider searches are not tried, and none so many times wider than k. */
  private static final int WIDEST = 1600;

  private static final int WIDEST_OF_ONE = 256;

  /** With so much found, wider searches are not tried. */
  private static final double ENOUGH = 0.9999;

  private final IndexSearch search;
  private final IndexVectors vectors;
  private final HnswGraph graph;
  private final int rows;

  /**
   * Trials of an index.
   *
   * @param rows the first so many rows count, all of which are inserted
   */
  HeldOutTrials(IndexSearch search, IndexVectors vectors, HnswGraph graph, int rows) {
    this.search = search;
    this.vectors = vectors;
    this.graph = graph;
    this.rows = rows;
  }

  /** A curve for each number of neighbours that the index has enough rows for; none if small. */
  List<RecallCurve> run(Scratch scratch) {
    List<RecallCurve> curves = new ArrayList<>();
    if (rows < CodeChoice.LEAST_ROWS) {
      return curves;
    }
    List<Integer> held = heldOut(MOST);
    for (int k : KS) {
      curves.add(curve(k, held, scratch));
    }
    return curves;
  }

  /** Rows of the ground layer all over the index; and so are the first of them. */
  private List<Integer> heldOut(int count) {
    List<Integer> held = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // An odd number steps through a power of two of places in an irregular order.
      int place = i * ODD % count;
      int row = IndexVectors.spread(place, count, rows);
      int end = IndexVectors.spread(place + 1, count, rows);
      while (row < end && graph.level(row) > 0) {
        row++;
      }
      if (row < end) {
        held.add(row);
      }
    }
    return held;
  }

  private RecallCurve curve(int k, List<Integer> held, Scratch scratch) {
    List<Trial> trials = trials(k, held.subList(0, count(k, k, held)));
    List<RecallCurve.Point> points = new ArrayList<>();
    int widest = Math.min(Math.min(WIDEST, WIDEST_OF_ONE * k), rows);
    for (double width = k; width <= widest; width *= STEP) {
      int ef = (int) Math.ceil(width);
      RecallCurve.Point point = point(k, ef, trials.subList(0, count(k, ef, held)), scratch);
      points.add(point);
      if (point.recall() >= ENOUGH) {
        break;
      }
    }
    return new RecallCurve(k, points);
  }

  /** How many trials a width has. */
  private static int count(int k, int width, List<Integer> held) {
    int least = Math.max(LEAST, LEAST_NEIGHBORS / k);
    return Math.min(held.size(), Math.max(least, Math.min(MOST, WIDTHS / width)));
  }

  private List<Trial> trials(int k, List<Integer> held) {
    List<float[]> queries = new ArrayList<>();
    for (int row : held) {
      float[] query = new float[vectors.dimension()];
      vectors.copy(row, query);
      queries.add(query);
    }
    List<HnswResult> nearest =
        search.exact(queries, k + 1, row -> row < rows, new SharedWork("trials", Runnable::run, 1));
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < held.size(); i++) {
      trials.add(new Trial(held.get(i), last(nearest.get(i), held.get(i), k)));
    }
    return trials;
  }

  /**
   * The last of the k neighbours other than the row itself, which need not be among them: equal
   * rows may displace it, and longer ones by their inner product.
   */
  private static int last(HnswResult nearest, int row, int k) {
    for (int i = 0; i < k; i++) {
      if (nearest.ordinal(i) == row) {
        return nearest.ordinal(k);
      }
    }
    return nearest.ordinal(k - 1);
  }

  private RecallCurve.Point point(int k, int ef, List<Trial> trials, Scratch scratch) {
    double sum = 0;
    double squares = 0;
    for (Trial trial : trials) {
      double recall = recall(trial, k, ef, scratch);
      sum += recall;
      squares += recall * recall;
    }
    double mean = sum / trials.size();
    double variance = Math.max(0, squares / trials.size() - mean * mean);
    return new RecallCurve.Point(
        ef, trials.size(), Math.min(1, mean), Math.sqrt(variance / trials.size()));
  }

  private double recall(Trial trial, int k, int ef, Scratch scratch) {
    vectors.copy(trial.row(), scratch.prepared);
    float farthest = scratch.vectorQuery.set(scratch.prepared, 0).rank(trial.last());
    scratch.hidden = trial.row();
    CandidatePool found;
    try {
      found = search.walk(k, ef, null, SearchPlan.GRAPH_WALK, scratch);
    } finally {
      scratch.hidden = IntTable.NONE;
    }
    int hits = 0;
    for (int i = 0; i < Math.min(k, found.size()); i++) {
      // By the rank: of rows that are equally near any is a hit.
      hits += Candidates.rank(found.sorted()[i]) <= farthest ? 1 : 0;
    }
    return hits / (double) k;
  }

  /**
   * A row searched for.
   *
   * @param last the farthest of its true neighbours
   */
  private record Trial(int row, int last) {}
}
