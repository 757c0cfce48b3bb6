package io.vicinal.core.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.Metric;
import io.vicinal.api.VicinalException;
import org.junit.jupiter.api.Test;

class MetricDistanceTest {
  @Test
  void distancesAreThoseOfTheDesign() {
    assertThat(distance(Metric.EUCLIDEAN, 1, 2, 4, 6)).isEqualTo(5);
    assertThat(distance(Metric.MANHATTAN, 1, 2, 4, 6)).isEqualTo(7);
    assertThat(distance(Metric.DOT, 1, 2, 4, 6)).isEqualTo(-16);
    assertThat(distance(Metric.DOT, 1, 2, -4, -6)).isEqualTo(16);
    assertThat(distance(Metric.COSINE, 1, 0, 0, 7)).isEqualTo(1);
    assertThat(distance(Metric.COSINE, 2, 0, -3, 0)).isEqualTo(2);
    assertThat(distance(Metric.COSINE, 1, 2, 3, 6)).isEqualTo(0, within(1e-6f));
  }

  @Test
  void cosineStaysWithinItsRangeWhateverTheRounding() {
    MetricDistance cosine = MetricDistance.of(Metric.COSINE, Kernels.scalar());
    assertThat(cosine.toDistance(-1e-7f)).isZero();
    assertThat(cosine.toDistance(2.0000002f)).isEqualTo(2);
  }

  @Test
  void theDirectionOfTinyAndHugeVectorsIsKept() {
    assertThat(distance(Metric.COSINE, 1e-30f, 0, 0, 1e30f)).isEqualTo(1);
    assertThat(distance(Metric.COSINE, 1e-30f, 1e-30f, 1e30f, 1e30f)).isEqualTo(0, within(1e-6f));
  }

  @Test
  void theZeroVectorIsRefusedUnderCosineOnly() {
    assertThat(distance(Metric.EUCLIDEAN, 0, 0, 3, 4)).isEqualTo(5);
    assertThatThrownBy(() -> distance(Metric.COSINE, 0, 0, 3, 4))
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_VECTOR))
        .hasMessageContaining("zero vector");
  }

  private static float distance(Metric metric, float a0, float a1, float b0, float b1) {
    MetricDistance distance = MetricDistance.of(metric, Kernels.scalar());
    float[] a = {a0, a1};
    float[] b = {b0, b1};
    distance.prepare(a, 0, 2);
    distance.prepare(b, 0, 2);
    return distance.toDistance(distance.rank(a, 0, b, 0, 2));
  }
}
