package io.vicinal.examples.sparkjob;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExactNeighborsTest {
  private static final float[] EAST = {1, 0};

  private final ExactNeighbors exact =
      new ExactNeighbors(
          Map.of(
              "east", new float[] {2, 0},
              "also east", new float[] {0.5f, 0},
              "north-east", new float[] {1, 1},
              "north", new float[] {0, 1}));

  @Test
  void countsWhatIsAmongTheNearest() {
    assertThat(exact.hits(EAST, List.of("east", "also east", "north-east"), 3)).isEqualTo(3);
    assertThat(exact.hits(EAST, List.of("east", "also east", "north"), 3)).isEqualTo(2);
  }

  @Test
  void countsEitherOfTwoThatTieForTheLastPlace() {
    assertThat(exact.hits(EAST, List.of("east"), 1)).isEqualTo(1);
    assertThat(exact.hits(EAST, List.of("also east"), 1)).isEqualTo(1);
  }

  @Test
  void doesNotCountWhatIsNoRecord() {
    assertThat(exact.hits(EAST, List.of("gone"), 3)).isZero();
  }

  @Test
  void takesEveryRecordWhereThereAreFewerThanAskedFor() {
    assertThat(exact.hits(EAST, List.of("north", "east"), 10)).isEqualTo(2);
  }
}
