package io.vicinal.core.hnsw;

import io.vicinal.core.distance.TileKernels;
import java.util.Arrays;
import java.util.List;

/**
 * A few queries side by side, and the rows that may be their nearest. Any thread; blocks are
 * compared by many at once, and looked through by one at a time.
 */
final class QueryPanel {
  /** Of a place without a query, or one whose scores say nothing: no score reaches it. */
  private static final float NO_LIMIT = Float.NaN;

  private final RankBounds bounds;
  private final TileKernels tiles;
  private final float[] packed;
  private final double[] bases;
  private final double[] lengths;
  private final Contenders[] contenders;

  /** Of the block that is looked through: the slack of each query, and the least score. */
  private final double[] slacks;

  private final float[] limits;

  /**
   * A panel of the given queries.
   *
   * @param queries prepared and padded, at most as many as a panel has
   * @param centre taken away from each query
   * @param k at most the number of rows
   */
  QueryPanel(
      IndexVectors vectors, RankBounds bounds, List<float[]> queries, float[] centre, int k) {
    this.bounds = bounds;
    this.tiles = vectors.metric().tiles();
    int width = vectors.width();
    int lanes = tiles.panelQueries();
    this.packed = new float[width * lanes];
    this.bases = new double[queries.size()];
    this.lengths = new double[queries.size()];
    this.contenders = new Contenders[queries.size()];
    this.slacks = new double[queries.size()];
    this.limits = new float[lanes];
    // One for all: a panel's contenders are looked at by one thread at a time.
    VectorQuery ranks = vectors.newQuery();
    for (int query = 0; query < queries.size(); query++) {
      float[] vector = queries.get(query);
      double sum = 0;
      for (int i = 0; i < width; i++) {
        float component = vector[i] - centre[i];
        packed[i * lanes + query] = component;
        sum += (double) component * component;
      }
      bases[query] = bounds.base(sum);
      lengths[query] = Math.sqrt(sum);
      contenders[query] = new Contenders(ranks, vector, k);
    }
    Arrays.fill(limits, NO_LIMIT);
  }

  /** Compares each query with each row of a block. */
  void compare(RowBlock block) {
    block.compare(packed);
    synchronized (this) {
      lookThrough(block);
    }
  }

  private void lookThrough(RowBlock block) {
    for (int query = 0; query < contenders.length; query++) {
      // No for NaN, too.
      if (lengths[query] + block.longest() <= RankBounds.LONGEST) {
        slacks[query] = bounds.slack(lengths[query], block.longest());
        setLimit(query);
      } else {
        limits[query] = NO_LIMIT;
        for (int i = 0; i < block.size(); i++) {
          contenders[query].offer(block.rows[i]);
        }
      }
    }
    for (int i = 0; i < block.size(); i++) {
      if (tiles.reaches(block.sums, i, block.bias(i), limits)) {
        lookAt(block, i);
      }
    }
  }

  /** Looks at a row that reaches the limit of a query. */
  private void lookAt(RowBlock block, int index) {
    int at = index * tiles.panelQueries();
    float bias = block.bias(index);
    for (int query = 0; query < contenders.length; query++) {
      float score = block.sums[at + query] + bias;
      if (score >= limits[query]) {
        offer(query, score, block.rows[index]);
      }
    }
  }

  private void offer(int query, float score, int row) {
    double rank = bounds.rank(score, bases[query]);
    double slack = slacks[query] + bounds.share() * Math.abs(rank);
    int least = Candidates.sortable(Math.nextDown((float) (rank - slack)));
    int most = Candidates.sortable(Math.nextUp((float) (rank + slack)));
    if (contenders[query].offer(least, most, row)) {
      setLimit(query);
    }
  }

  private void setLimit(int query) {
    float farthest = Candidates.rankOf(contenders[query].farthest());
    limits[query] = bounds.limit(farthest, slacks[query], bases[query]);
  }

  /** The nearest rows of a query, once every block was compared. */
  synchronized long[] nearest(int query) {
    return contenders[query].nearest();
  }
}
