package io.vicinal.server.bench;

import io.vicinal.api.Metric;

/** Distances in float64, by the definitions of {@link Metric} and nothing else. */
final class ExactDistance {
  /** The relative rounding of float32 sums that a hit is allowed. */
  private static final double RELATIVE = 1e-5;

  private ExactDistance() {}

  static double of(Metric metric, float[] a, float[] b) {
    return switch (metric) {
      case EUCLIDEAN -> Math.sqrt(squares(a, b));
      case COSINE -> 1 - product(a, b) / (norm(a) * norm(b));
      case DOT -> -product(a, b);
      case MANHATTAN -> manhattan(a, b);
    };
  }

  /**
   * The distance up to which a row ties with {@code b}: an index works with float32, so that rows
   * as far as {@code b} are found in its place. The tolerance is relative to the numbers that are
   * summed; under cosine these are at most 1.
   */
  static double limit(Metric metric, float[] a, float[] b) {
    double distance = of(metric, a, b);
    return distance + RELATIVE * scale(metric, distance, a, b);
  }

  /**
   * The distance below which a row is nearer than {@code b} beyond any rounding, also that of a
   * program which computed with less care than {@link #limit} asks for.
   */
  static double clearlyNearer(Metric metric, float[] a, float[] b) {
    double distance = of(metric, a, b);
    return distance - 100 * RELATIVE * scale(metric, distance, a, b);
  }

  private static double scale(Metric metric, double distance, float[] a, float[] b) {
    return switch (metric) {
      case EUCLIDEAN, MANHATTAN -> distance;
      case COSINE -> 0.1;
      case DOT -> 0.1 * norm(a) * norm(b);
    };
  }

  private static double squares(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = (double) a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }

  private static double manhattan(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((double) a[i] - b[i]);
    }
    return sum;
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static double norm(float[] a) {
    return Math.sqrt(product(a, a));
  }
}
