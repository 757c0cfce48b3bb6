package io.vicinal.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchLoadTest {
  private static final List<float[]> QUERIES = VectorFiles.random(7, 2, 1);

  @Test
  void oneThreadSearchesForEveryQueryEquallyOften() {
    List<float[]> searched = new ArrayList<>();
    try (SearchLoad load = new SearchLoad(QUERIES, 1)) {
      LoadResult result = load.run(searched::add, Duration.ofMillis(20));
      assertThat(result.queriesPerSecond()).isPositive();
      assertThat(result.p99Micros()).isGreaterThanOrEqualTo(result.p50Micros());
    }
    assertThat(searched.size() % QUERIES.size()).isZero();
    for (int i = 0; i < searched.size(); i++) {
      assertThat(searched.get(i)).isSameAs(QUERIES.get(i % QUERIES.size()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void searchesForAllQueriesEvenIfTheTimeIsUp(int threads) {
    AtomicLong searches = new AtomicLong();
    try (SearchLoad load = new SearchLoad(QUERIES, threads)) {
      load.run(query -> searches.incrementAndGet(), Duration.ZERO);
    }
    assertThat(searches.get()).isGreaterThanOrEqualTo(7);
  }

  @Test
  void passesOnWhyASearchFailed() {
    VicinalException failure = new VicinalException(ErrorCode.INVALID_VECTOR, "no");
    try (SearchLoad load = new SearchLoad(QUERIES, 2)) {
      assertThatThrownBy(
              () ->
                  load.run(
                      query -> {
                        throw failure;
                      },
                      Duration.ZERO))
          .isSameAs(failure);
    }
  }

  @Test
  void percentilesAreValuesThatOccurred() {
    long[] nanos = new long[200];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = (200 - i) * 1000L;
    }
    LoadResult result = LoadResult.of(nanos, 2);
    assertThat(result.queriesPerSecond()).isEqualTo(100);
    assertThat(result.p50Micros()).isEqualTo(100);
    assertThat(result.p99Micros()).isEqualTo(198);
    assertThat(LoadResult.of(new long[] {5_000}, 1).p99Micros()).isEqualTo(5);
  }
}
