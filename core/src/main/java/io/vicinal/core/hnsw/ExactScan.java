package io.vicinal.core.hnsw;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The k nearest rows for many queries, by comparing each query with each row.
 *
 * <p>What is found, and the distances, are those of {@link HnswIndex#exact(float[], int,
 * IntPredicate)}, whatever the vectors: tiles ({@link io.vicinal.core.distance.TileKernels})
 * compute scores, which bound the ranks ({@link RankBounds}), and the ranks of the rows that the
 * bounds leave ({@link Contenders}) are computed pair by pair, as there. That is few more than k
 * rows a query where the nearest are not about as far as all others by the measure of float32;
 * where they are, it takes as long as there. Euclidean scores are of vectors less a centre, so that
 * this does not happen only because all are far from the origin. (Where the kernels add up lanes in
 * another order once they are compiled, as on Java 25, last bits differ as they do between two
 * searches there.)
 *
 * <p>Threads take blocks of rows that stay in the second-level cache while all queries pass by. A
 * row is read once for a batch of queries.
 *
 * <p>Implementation note: the centre is the median of a sample, component by component; a mean
 * would follow a single row that is very far away.
 */
final class ExactScan {
  /** Below, comparing pairs is faster: a panel costs the same however few queries it has. */
  private static final int LEAST_QUERIES = 8;

  /** Memory of the queries of a batch and their contenders, about. */
  private static final long BATCH_BYTES = 64 << 20;

  private static final int BATCH_QUERIES = 2048;
  private static final int SAMPLE = 31;

  private final IndexVectors vectors;
  private final int rows;
  private final int k;
  private final @Nullable IntPredicate accept;
  private final SharedWork work;
  private final RankBounds bounds;

  /**
   * A scan of the first rows.
   *
   * @param rows at least 1
   * @param k 1 to rows
   * @param accept which rows count; all if null. Called by one thread at a time
   */
  ExactScan(IndexVectors vectors, int rows, int k, @Nullable IntPredicate accept, SharedWork work) {
    this.vectors = vectors;
    this.rows = rows;
    this.k = k;
    this.accept = accept;
    this.work = work;
    this.bounds = new RankBounds(vectors.metric().metric(), vectors.width());
  }

  /** Whether a scan for some queries at once is better than one for each. */
  static boolean pays(IndexVectors vectors, int queries, int k) {
    int panel = vectors.metric().tiles().panelQueries();
    return queries >= LEAST_QUERIES && panel * Contenders.bytes(k) <= BATCH_BYTES;
  }

  /** Finds the nearest rows of each query, in the order of the queries. */
  List<HnswResult> nearest(List<float[]> queries) {
    List<HnswResult> results = new ArrayList<>();
    float[] centre = centre();
    int batch = batch();
    for (int from = 0; from < queries.size(); from += batch) {
      List<float[]> some = queries.subList(from, Math.min(queries.size(), from + batch));
      results.addAll(nearest(some, centre));
    }
    return results;
  }

  /** Queries of a batch: whole panels. */
  private int batch() {
    int panel = vectors.metric().tiles().panelQueries();
    long bytes = 2L * Float.BYTES * vectors.width() + Contenders.bytes(k);
    long most = Math.min(BATCH_QUERIES, BATCH_BYTES / bytes);
    return (int) Math.max(1, most / panel) * panel;
  }

  private List<HnswResult> nearest(List<float[]> queries, float[] centre) {
    int lanes = vectors.metric().tiles().panelQueries();
    QueryPanel[] panels = new QueryPanel[(queries.size() + lanes - 1) / lanes];
    work.each(
        0,
        panels.length,
        panel -> {
          int from = panel * lanes;
          int to = Math.min(queries.size(), from + lanes);
          panels[panel] = panel(queries.subList(from, to), centre);
        });
    RowClaims claims = new RowClaims(rows, accept);
    work.run(() -> compare(claims, panels, centre));
    long compared = claims.claimed();
    HnswResult[] results = new HnswResult[queries.size()];
    work.each(
        0,
        results.length,
        query -> {
          long[] nearest = panels[query / lanes].nearest(query % lanes);
          results[query] =
              HnswResult.of(
                  nearest, nearest.length, vectors.metric(), compared, SearchPlan.EXACT_SCAN);
        });
    return Arrays.asList(results);
  }

  private QueryPanel panel(List<float[]> queries, float[] centre) {
    List<float[]> prepared = new ArrayList<>();
    for (float[] query : queries) {
      float[] padded = new float[vectors.width()];
      vectors.prepare(query, padded);
      prepared.add(padded);
    }
    return new QueryPanel(vectors, bounds, prepared, centre, k);
  }

  /** A thread's part: blocks of rows, each against all panels. */
  private void compare(RowClaims claims, QueryPanel[] panels, float[] centre) {
    RowBlock block = new RowBlock(vectors, bounds, centre, rows / work.threads());
    for (int count = claims.claim(block.rows); count > 0; count = claims.claim(block.rows)) {
      block.load(count);
      // Threads begin at different panels, so that they rarely wait for each other.
      int first = block.rows[0] / block.rows.length % panels.length;
      for (int i = 0; i < panels.length; i++) {
        panels[(first + i) % panels.length].compare(block);
      }
    }
  }

  private float[] centre() {
    float[] centre = new float[vectors.width()];
    if (bounds.usesCentre()) {
      int sampled = Math.min(SAMPLE, rows);
      float[][] vectorsOfRows = new float[sampled][vectors.dimension()];
      for (int j = 0; j < sampled; j++) {
        vectors.copy((int) ((long) rows * j / sampled), vectorsOfRows[j]);
      }
      float[] sample = new float[sampled];
      for (int i = 0; i < vectors.dimension(); i++) {
        for (int j = 0; j < sampled; j++) {
          sample[j] = vectorsOfRows[j][i];
        }
        Arrays.sort(sample);
        centre[i] = sample[sampled / 2];
      }
    }
    return centre;
  }
}
