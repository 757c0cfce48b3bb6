package io.vicinal.core.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.core.distance.Kernels;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotationTest {
  private static final long SEED = 8;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 100, 384, 784})
  void keepsInnerProducts(int dimension) {
    Random random = new Random(SEED);
    float[] mean = gaussian(dimension, random);
    float[] a = gaussian(dimension, random);
    float[] b = gaussian(dimension, random);
    Rotation rotation = new Rotation(mean, SEED);
    double exact = 0;
    for (int i = 0; i < dimension; i++) {
      exact += (double) (a[i] - mean[i]) * (b[i] - mean[i]);
    }
    double found = 0;
    float[] rotatedA = rotated(rotation, a);
    float[] rotatedB = rotated(rotation, b);
    for (int i = 0; i < dimension; i++) {
      found += (double) rotatedA[i] * rotatedB[i];
    }
    assertThat(found).as("seed %d", SEED).isCloseTo(exact, within(1e-5 * (dimension + 1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 100, 384, 784})
  void spreadsWhatIsInOneComponent(int dimension) {
    float[] vector = new float[dimension];
    vector[dimension / 3] = 1;
    float[] rotated = rotated(new Rotation(new float[dimension], SEED), vector);
    for (float component : rotated) {
      assertThat(Math.abs(component)).as("seed %d", SEED).isLessThan(0.6f);
    }
  }

  private static float[] rotated(Rotation rotation, float[] vector) {
    float[] into = new float[rotation.width()];
    rotation.project(vector, 0, new float[vector.length], into, Kernels.best());
    return into;
  }

  private static float[] gaussian(int dimension, Random random) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }
}
