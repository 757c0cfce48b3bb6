package io.vicinal.core.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PrincipalAxesTest {
  private static final long SEED = 11;
  private static final int DIMENSION = 40;
  private static final int ROWS = 500;

  @Test
  void areOrthonormalAndKeepTheVarianceOfWhatSpansTheSample() {
    float[] sample = sample(10, 0.01f);
    float[] axes = PrincipalAxes.of(sample, DIMENSION, 10, SEED);
    assertOrthonormal(axes, 10, 10);
    assertThat(kept(sample, axes, 10)).isGreaterThan(0.999);
    assertThat(kept(sample, PrincipalAxes.of(sample, DIMENSION, 5, SEED), 5)).isBetween(0.3, 0.99);
  }

  @Test
  void areAllDirectionsWhereAllAreWanted() {
    float[] sample = sample(DIMENSION, 1);
    float[] axes = PrincipalAxes.of(sample, DIMENSION, DIMENSION, SEED);
    assertOrthonormal(axes, DIMENSION, DIMENSION);
    assertThat(kept(sample, axes, DIMENSION)).isCloseTo(1, within(1e-4));
  }

  @Test
  void areZeroWhereTheSampleDoesNotVary() {
    float[] sample = sample(3, 0);
    float[] axes = PrincipalAxes.of(sample, DIMENSION, 6, SEED);
    assertOrthonormal(axes, 6, 3);
    assertThat(kept(sample, axes, 6)).isCloseTo(1, within(1e-4));
    assertThat(PrincipalAxes.of(new float[ROWS * DIMENSION], DIMENSION, 4, SEED)).containsOnly(0f);
  }

  /** Vectors in a random subspace, and some noise. */
  private static float[] sample(int subspace, float noise) {
    Random random = new Random(SEED);
    float[][] basis = new float[subspace][DIMENSION];
    for (float[] direction : basis) {
      for (int i = 0; i < DIMENSION; i++) {
        direction[i] = (float) random.nextGaussian();
      }
    }
    float[] sample = new float[ROWS * DIMENSION];
    for (int row = 0; row < ROWS; row++) {
      for (float[] direction : basis) {
        float factor = (float) random.nextGaussian();
        for (int i = 0; i < DIMENSION; i++) {
          sample[row * DIMENSION + i] += factor * direction[i];
        }
      }
      for (int i = 0; i < DIMENSION; i++) {
        sample[row * DIMENSION + i] += noise * (float) random.nextGaussian();
      }
    }
    return sample;
  }

  private static void assertOrthonormal(float[] axes, int count, int nonZero) {
    int ones = 0;
    for (int a = 0; a < count; a++) {
      for (int b = 0; b <= a; b++) {
        double product = 0;
        for (int row = 0; row < DIMENSION; row++) {
          product += (double) axes[row * count + a] * axes[row * count + b];
        }
        if (a == b && product > 0.5) {
          ones++;
          assertThat(product).as("axis %d, seed %d", a, SEED).isCloseTo(1, within(1e-4));
        } else {
          assertThat(product).as("axes %d and %d, seed %d", a, b, SEED).isCloseTo(0, within(1e-3));
        }
      }
    }
    assertThat(ones).isEqualTo(nonZero);
  }

  /** The part of the variance that is left after the projection. */
  private static double kept(float[] sample, float[] axes, int count) {
    double all = 0;
    double kept = 0;
    for (int at = 0; at < sample.length; at += DIMENSION) {
      for (int i = 0; i < DIMENSION; i++) {
        all += sample[at + i] * sample[at + i];
      }
      for (int axis = 0; axis < count; axis++) {
        double component = 0;
        for (int i = 0; i < DIMENSION; i++) {
          component += sample[at + i] * axes[i * count + axis];
        }
        kept += component * component;
      }
    }
    return kept / all;
  }
}
