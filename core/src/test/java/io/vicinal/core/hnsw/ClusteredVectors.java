package io.vicinal.core.hnsw;

import io.vicinal.api.Metric;
import java.util.Random;

/** Seeded random vectors around random centres: what embeddings look like to an index. */
final class ClusteredVectors {
  private final Random random;
  private final float[][] centres;
  private final int dimension;

  private ClusteredVectors(Random random, int dimension, int clusters) {
    this.random = random;
    this.dimension = dimension;
    this.centres = new float[clusters][dimension];
    for (float[] centre : centres) {
      for (int i = 0; i < dimension; i++) {
        centre[i] = (float) random.nextGaussian();
      }
    }
  }

  static ClusteredVectors of(long seed, int dimension, int clusters) {
    return new ClusteredVectors(new Random(seed), dimension, clusters);
  }

  float[] next() {
    float[] centre = centres[random.nextInt(centres.length)];
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = centre[i] + 0.5f * (float) random.nextGaussian();
    }
    return vector;
  }

  float[][] next(int count) {
    float[][] vectors = new float[count][];
    for (int i = 0; i < count; i++) {
      vectors[i] = next();
    }
    return vectors;
  }

  /** The definition of a metric, in double: the oracle of these tests. */
  static double distance(Metric metric, float[] a, float[] b) {
    double squares = 0;
    double absolutes = 0;
    double product = 0;
    double normA = 0;
    double normB = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = (double) a[i] - b[i];
      squares += difference * difference;
      absolutes += Math.abs(difference);
      product += (double) a[i] * b[i];
      normA += (double) a[i] * a[i];
      normB += (double) b[i] * b[i];
    }
    return switch (metric) {
      case EUCLIDEAN -> Math.sqrt(squares);
      case COSINE -> 1 - product / Math.sqrt(normA * normB);
      case DOT -> -product;
      case MANHATTAN -> absolutes;
    };
  }
}
