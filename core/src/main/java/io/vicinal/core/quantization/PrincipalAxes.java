package io.vicinal.core.quantization;

import java.util.Arrays;
import java.util.Random;

/**
 * The directions in which some vectors differ most, by subspace iteration on their covariance
 * (Golub and Van Loan, Matrix Computations, 8.2.4): orthonormal, and together about the span of the
 * leading eigenvectors. Within that span they are random: each component of a projection then
 * varies about as much as the others, and codes of few bits serve all alike.
 *
 * <p>Implementation note: every inner loop adds a multiple of one row to another, which the
 * compiler turns into machine vectors by itself.
 */
final class PrincipalAxes {
  /** After that many rounds the span holds what it can of the variance, but for a per mille. */
  private static final int ROUNDS = 8;

  /** The part of an axis' squared length that is rounding. */
  private static final double NOTHING_LEFT = 1e-10;

  private final int dimension;
  private final int count;

  /** Row j has component j of every axis. */
  private float[] axes;

  private PrincipalAxes(int dimension, int count) {
    this.dimension = dimension;
    this.count = count;
    this.axes = new float[dimension * count];
  }

  /**
   * The leading axes of a sample.
   *
   * @param centred vectors with mean zero, one after the other
   * @param count how many axes, at most {@code dimension}
   * @return row j, of {@code count} floats, has component j of every axis
   */
  static float[] of(float[] centred, int dimension, int count, long seed) {
    PrincipalAxes result = new PrincipalAxes(dimension, count);
    float[] covariance = covariance(centred, dimension);
    Random random = new Random(seed);
    for (int i = 0; i < result.axes.length; i++) {
      result.axes[i] = (float) random.nextGaussian();
    }
    result.orthonormalise();
    for (int round = 0; round < ROUNDS; round++) {
      result.multiply(covariance);
      result.orthonormalise();
    }
    result.mix(random);
    result.orthonormalise();
    return result.axes;
  }

  /** The sum of the outer products: the covariance but for a factor. */
  private static float[] covariance(float[] centred, int dimension) {
    float[] sum = new float[dimension * dimension];
    for (int row = 0; row < centred.length; row += dimension) {
      for (int j = 0; j < dimension; j++) {
        // Above the diagonal only.
        addScaled(sum, j * dimension + j, centred[row + j], centred, row + j, dimension - j);
      }
    }
    for (int j = 0; j < dimension; j++) {
      for (int i = 0; i < j; i++) {
        sum[j * dimension + i] = sum[i * dimension + j];
      }
    }
    return sum;
  }

  private void multiply(float[] matrix) {
    float[] product = new float[axes.length];
    for (int row = 0; row < dimension; row++) {
      for (int j = 0; j < dimension; j++) {
        addScaled(product, row * count, matrix[row * dimension + j], axes, j * count, count);
      }
    }
    axes = product;
  }

  /** Replaces every axis by a random sum of all. */
  private void mix(Random random) {
    float[] factors = new float[count * count];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (float) random.nextGaussian();
    }
    float[] mixed = new float[axes.length];
    for (int row = 0; row < dimension; row++) {
      for (int axis = 0; axis < count; axis++) {
        float component = axes[row * count + axis];
        addScaled(mixed, row * count, component, factors, axis * count, count);
      }
    }
    axes = mixed;
  }

  /**
   * Modified Gram-Schmidt. An axis of which nothing but rounding errors is left becomes zero: the
   * sample varies in fewer directions.
   */
  private void orthonormalise() {
    double[] before = squares();
    float[] products = new float[count];
    for (int axis = 0; axis < count; axis++) {
      normalise(axis, NOTHING_LEFT * before[axis]);
      products(axis, products);
      for (int row = 0; row < dimension; row++) {
        int at = row * count + axis;
        addScaled(axes, at + 1, -axes[at], products, axis + 1, count - axis - 1);
      }
    }
  }

  private void normalise(int axis, double least) {
    double squares = 0;
    for (int at = axis; at < axes.length; at += count) {
      squares += (double) axes[at] * axes[at];
    }
    float scale = squares > least ? (float) (1 / Math.sqrt(squares)) : 0;
    for (int at = axis; at < axes.length; at += count) {
      axes[at] *= scale;
    }
  }

  /** The squared length of every axis. */
  private double[] squares() {
    double[] squares = new double[count];
    for (int at = 0; at < axes.length; at++) {
      squares[at % count] += (double) axes[at] * axes[at];
    }
    return squares;
  }

  /** The inner products of an axis with all behind it. */
  private void products(int axis, float[] into) {
    Arrays.fill(into, 0);
    for (int row = 0; row < dimension; row++) {
      int at = row * count + axis;
      addScaled(into, axis + 1, axes[at], axes, at + 1, count - axis - 1);
    }
  }

  private static void addScaled(
      float[] into, int intoAt, float factor, float[] from, int fromAt, int length) {
    for (int i = 0; i < length; i++) {
      into[intoAt + i] += factor * from[fromAt + i];
    }
  }
}
