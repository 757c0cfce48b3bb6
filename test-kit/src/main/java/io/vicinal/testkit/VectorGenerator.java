package io.vicinal.testkit;

import io.vicinal.api.DenseVector;
import io.vicinal.api.SparseVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

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

  /** A sparse vector of few small whole components, maybe none: ties are common. */
  public static SparseVector sparse(SplittableRandom random) {
    Map<Integer, Float> components = new TreeMap<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      // The square makes the first indices the frequent ones.
      int index = (int) (40 * Math.pow(random.nextDouble(), 2));
      components.put(index, (float) random.nextInt(-2, 6));
    }
    return sparse(components);
  }

  /** The sparse vector of these components by index. */
  public static SparseVector sparse(Map<Integer, Float> components) {
    int[] indices = new int[components.size()];
    float[] values = new float[indices.length];
    int i = 0;
    for (Map.Entry<Integer, Float> component : components.entrySet()) {
      indices[i] = component.getKey();
      values[i++] = component.getValue();
    }
    return SparseVector.of(indices, values);
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
