package io.vicinal.testkit;

import io.vicinal.api.DenseVector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Vectors, each as a function of a generator alone. */
public final class VectorGenerator {
  private VectorGenerator() {}

  /** A vector with components evenly in [-1, 1). */
  public static DenseVector uniform(int dimension, SplittableRandom random) {
    float[] components = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      components[i] = (float) random.nextDouble(-1, 1);
    }
    return DenseVector.of(components);
  }

  /**
   * A vector of small whole components, not all zero: distances of such are exact in float32, and
   * ties are common.
   */
  public static DenseVector grid(int dimension, SplittableRandom random) {
    float[] components = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      components[i] = random.nextInt(-3, 4);
    }
    components[random.nextInt(dimension)] = random.nextBoolean() ? 1 : -1;
    return DenseVector.of(components);
  }

  /**
   * Vectors in clusters of different sizes and widths, the way embeddings lie, in random order.
   *
   * @param count how many
   * @param clusters how many centres they are around
   */
  public static List<DenseVector> clustered(
      int count, int dimension, int clusters, SplittableRandom random) {
    List<DenseVector> centres = new ArrayList<>();
    for (int c = 0; c < clusters; c++) {
      centres.add(uniform(dimension, random));
    }
    List<DenseVector> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // The square makes the first clusters the large ones.
      int cluster = (int) (clusters * Math.pow(random.nextDouble(), 2));
      double width = 0.05 + 0.3 * cluster / clusters;
      float[] components = centres.get(cluster).toArray();
      for (int d = 0; d < dimension; d++) {
        components[d] += (float) (width * random.nextGaussian());
      }
      vectors.add(DenseVector.of(components));
    }
    return vectors;
  }
}
