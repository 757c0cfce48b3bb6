package io.vicinal.core.distance;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.Metric;
import io.vicinal.api.VicinalException;

/**
 * The one place where a {@link Metric} becomes arithmetic.
 *
 * <p>An index compares <em>ranks</em>: float32 numbers that order vectors as the metric does and
 * are cheaper to compute. What a user sees is the {@linkplain #toDistance distance} of the rank.
 *
 * <table>
 * <caption>Ranks and distances</caption>
 * <tr><th>metric</th><th>stored vector</th><th>rank</th><th>distance</th></tr>
 * <tr><td>EUCLIDEAN</td><td>as given</td><td>{@code Σ (a−b)²}</td><td>{@code √rank}</td></tr>
 * <tr><td>COSINE</td><td>scaled to length 1</td><td>{@code 1 − a·b}</td><td>rank, within 0..2</td>
 * </tr>
 * <tr><td>DOT</td><td>as given</td><td>{@code −a·b}</td><td>rank</td></tr>
 * <tr><td>MANHATTAN</td><td>as given</td><td>{@code Σ |a−b|}</td><td>rank</td></tr>
 * </table>
 *
 * <p>So under cosine an index holds normalised copies, and queries are {@linkplain #prepare
 * prepared} the same way; the vectors as the user wrote them are kept in the rows.
 *
 * <p>Squared euclidean distances above 3.4e38 overflow to infinity, and such vectors rank alike.
 *
 * <p>Immutable and thread-safe.
 */
public final class MetricDistance {
  private final Metric metric;
  private final DistanceKernels kernels;

  private MetricDistance(Metric metric, DistanceKernels kernels) {
    this.metric = metric;
    this.kernels = kernels;
  }

  /** The metric, computed by the fastest kernels of this virtual machine. */
  public static MetricDistance of(Metric metric) {
    return new MetricDistance(metric, Kernels.best());
  }

  /** The metric, computed by the given kernels. */
  public static MetricDistance of(Metric metric, DistanceKernels kernels) {
    return new MetricDistance(metric, kernels);
  }

  /** The metric. */
  public Metric metric() {
    return metric;
  }

  /** Kernels for many vectors at once, on the same processor as those of the ranks. */
  public TileKernels tiles() {
    return kernels.tiles();
  }

  /** The rank of two prepared vectors of {@code d} components; smaller is nearer. */
  public float rank(float[] a, int ao, float[] b, int bo, int d) {
    return switch (metric) {
      case EUCLIDEAN -> kernels.squaredEuclidean(a, ao, b, bo, d);
      case COSINE -> 1 - kernels.dot(a, ao, b, bo, d);
      case DOT -> -kernels.dot(a, ao, b, bo, d);
      case MANHATTAN -> kernels.manhattan(a, ao, b, bo, d);
    };
  }

  /** The distance that a user sees for a rank. */
  public float toDistance(float rank) {
    return switch (metric) {
      case EUCLIDEAN -> (float) Math.sqrt(rank);
      // Rounding may leave the interval by a few units in the last place.
      case COSINE -> Math.min(2, Math.max(0, rank));
      case DOT, MANHATTAN -> rank;
    };
  }

  /**
   * Brings a vector into the form that ranks are computed from, in place.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_VECTOR} for the zero vector under cosine
   */
  public void prepare(float[] vector, int offset, int d) {
    if (scales()) {
      scale(vector, offset, d, factor(vector, offset, d));
    }
  }

  /** Whether {@link #prepare} changes vectors: it multiplies each with its {@link #factor}. */
  public boolean scales() {
    return metric == Metric.COSINE;
  }

  /**
   * What {@link #prepare} multiplies a vector with, if it {@link #scales}.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_VECTOR} for the zero vector
   */
  public double factor(float[] vector, int offset, int d) {
    double squares = 0;
    for (int i = offset; i < offset + d; i++) {
      // In double: the square of a tiny or huge float is not a float.
      squares += (double) vector[i] * vector[i];
    }
    if (squares == 0) {
      throw new VicinalException(
          ErrorCode.INVALID_VECTOR,
          "the zero vector has no direction; expected a non-zero vector under cosine");
    }
    return 1 / Math.sqrt(squares);
  }

  /** Multiplies a vector with a factor, in place; each product is rounded once, from float64. */
  public void scale(float[] vector, int offset, int d, double factor) {
    for (int i = offset; i < offset + d; i++) {
      vector[i] = (float) (vector[i] * factor);
    }
  }
}
