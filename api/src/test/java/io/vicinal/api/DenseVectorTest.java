package io.vicinal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class DenseVectorTest {
  @Test
  void keepsItsComponentsWhateverBecomesOfTheArray() {
    float[] components = {1, 2, 3};
    DenseVector vector = DenseVector.of(components);
    DenseVector part = DenseVector.copyOf(components, 1, 2);

    components[1] = 99;
    vector.toArray()[0] = 99;

    assertThat(vector.toArray()).containsExactly(1, 2, 3);
    assertThat(part).isEqualTo(DenseVector.of(2, 3));
    assertThat(vector.dimension()).isEqualTo(3);
    assertThat(vector.component(2)).isEqualTo(3);
  }

  @Test
  void copiesItsComponentsToAPlaceInAnArray() {
    float[] target = new float[4];

    DenseVector.of(7, 8).copyTo(target, 1);

    assertThat(target).containsExactly(0, 7, 8, 0);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> DenseVector.of(7, 8).copyTo(target, 3));
  }

  @Test
  void isEqualWhereEveryComponentIs() {
    assertThat(DenseVector.of(1, Float.NaN))
        .isEqualTo(DenseVector.of(1, Float.NaN))
        .hasSameHashCodeAs(DenseVector.of(1, Float.NaN))
        .isNotEqualTo(DenseVector.of(1))
        .isNotEqualTo(DenseVector.of(1, 2));
    // Vectors are what was written, to the bit.
    assertThat(DenseVector.of(0f)).isNotEqualTo(DenseVector.of(-0f));
  }

  @Test
  void isShortInALogLine() {
    assertThat(DenseVector.of(new float[1000])).hasToString("vector(1000)[0.0, 0.0, 0.0, 0.0]");
    assertThat(DenseVector.of()).hasToString("vector(0)[]");
  }
}
