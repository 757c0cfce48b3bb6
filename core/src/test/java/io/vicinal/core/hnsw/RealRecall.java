package io.vicinal.core.hnsw;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.vicinal.api.HnswParameters;
import io.vicinal.api.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Recall at ten on real vectors against the neighbours that the data set states. */
final class RealRecall {
  private static final long SEED = 3;

  private RealRecall() {}

  /**
   * The recall of an index with 100 candidates; skips the test where the data set is not.
   *
   * @param extension of the files of vectors
   * @param truth how the file of neighbours is named after the metric
   */
  static double of(String set, Metric metric, String extension, String truth) throws IOException {
    Path folder = Path.of("..", "..", "shared", "data", "ann", set).toAbsolutePath().normalize();
    assumeThat(Files.isDirectory(folder)).as("skipped: there is no %s", folder).isTrue();
    float[][] base = TexmexFile.vectors(folder.resolve("base." + extension));
    float[][] queries = TexmexFile.vectors(folder.resolve("query." + extension));
    int[][] neighbors = TexmexFile.rows(folder.resolve("gt_" + truth + "_k100.ivecs"));

    HnswIndex index =
        HnswIndex.create(metric, base[0].length, HnswParameters.of(16, 60, 64), SEED, base.length);
    index.addAll(VectorSource.of(base), base.length, Runnable::run, 1);
    HnswIndexTest.assertSound(index);
    double recall = 0;
    for (int i = 0; i < queries.length; i++) {
      HnswResult found = index.search(queries[i], 10, 100, null, SearchPlan.GRAPH_WALK);
      recall += recall(found, queries[i], base[neighbors[i][9]], metric) / queries.length;
    }
    return recall;
  }

  /** A hit is as near as the tenth true neighbour: uint8 data has ties. */
  private static double recall(HnswResult found, float[] query, float[] tenth, Metric metric) {
    double last = ClusteredVectors.distance(metric, query, tenth);
    int hits = 0;
    for (int i = 0; i < found.size(); i++) {
      if (found.distance(i) <= last + 1e-5 * Math.abs(last)) {
        hits++;
      }
    }
    return hits / 10.0;
  }
}
