package io.vicinal.testkit;

import io.vicinal.api.DenseVector;
import io.vicinal.api.Metric;
import io.vicinal.api.SparseVector;
import java.util.OptionalDouble;

/** Distances as {@link Metric} defines them, in double precision. */
public final class ExactDistance {
  private ExactDistance() {}

  /** The distance of two sparse vectors; empty if they share no index. */
  public static OptionalDouble of(SparseVector a, SparseVector b) {
    double dot = 0;
    boolean shared = false;
    for (int i = 0; i < a.size(); i++) {
      for (int j = 0; j < b.size(); j++) {
        if (a.index(i) == b.index(j)) {
          dot += (double) a.value(i) * b.value(j);
          shared = true;
        }
      }
    }
    return shared ? OptionalDouble.of(0 - dot) : OptionalDouble.empty();
  }

  /** The distance of two vectors of the same dimension. */
  public static double of(Metric metric, DenseVector a, DenseVector b) {
    double dot = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    double squaresOfDifference = 0;
    double absolute = 0;
    for (int i = 0; i < a.dimension(); i++) {
      double x = a.component(i);
      double y = b.component(i);
      dot += x * y;
      squaresOfA += x * x;
      squaresOfB += y * y;
      squaresOfDifference += (x - y) * (x - y);
      absolute += Math.abs(x - y);
    }
    return switch (metric) {
      case EUCLIDEAN -> Math.sqrt(squaresOfDifference);
      // Rounding may leave the interval.
      case COSINE ->
          Math.min(2, Math.max(0, 1 - dot / (Math.sqrt(squaresOfA) * Math.sqrt(squaresOfB))));
      // Not -dot, which is -0 where the two are orthogonal.
      case DOT -> 0 - dot;
      case MANHATTAN -> absolute;
    };
  }
}
