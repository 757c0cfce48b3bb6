package io.vicinal.core.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.Metric;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RankBoundsTest {
  @ParameterizedTest
  @EnumSource(Metric.class)
  void aScoreBelowTheLimitIsOfARowFartherThanAsked(Metric metric) {
    RankBounds bounds = new RankBounds(metric, 784);
    double slack = bounds.slack(3, 5);
    double base = bounds.base(9);
    for (float farthest : new float[] {1e-20f, 0.3f, 7, 900}) {
      float limit = bounds.limit(farthest, slack, base);
      double rank = bounds.rank(Math.nextDown(limit), base);
      assertThat(rank - slack - bounds.share() * Math.abs(rank)).isGreaterThan(farthest);
      double enough = bounds.rank(limit + 1e-5 * Math.abs(limit), base);
      assertThat(enough - slack - bounds.share() * Math.abs(enough)).isLessThan(farthest);
    }
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void withoutAFarthestRowEveryScoreWillDo(Metric metric) {
    RankBounds bounds = new RankBounds(metric, 16);
    float none = Candidates.rankOf(Integer.MAX_VALUE);
    assertThat(bounds.limit(none, bounds.slack(1, 1), 1)).isEqualTo(Float.NEGATIVE_INFINITY);
    float infinite = bounds.limit(Float.POSITIVE_INFINITY, bounds.slack(1, 1), 1);
    assertThat(infinite).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 784, 65_536})
  void boundsAreOfTheSizeOfTheRounding(int width) {
    double unit = width * 0x1p-24;
    assertThat(new RankBounds(Metric.DOT, width).slack(2, 3)).isBetween(6 * unit, 30 * unit);
    assertThat(new RankBounds(Metric.EUCLIDEAN, width).share()).isBetween(unit, 3 * unit);
    assertThat(new RankBounds(Metric.MANHATTAN, width).share()).isBetween(2 * unit, 5 * unit);
  }
}
