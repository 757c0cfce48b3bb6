package io.vicinal.core.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.Metric;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recall on a thousand real vectors; {@link RealDataIT} has more. */
class RealDataTest {
  @ParameterizedTest
  @CsvSource({"cohere-wiki-768-1k, COSINE, fvecs, cos", "cohere-wiki-768-1k, DOT, fvecs, ip"})
  void recallAtTenIsAtLeastNinetyFivePercentAtEfHundred(
      String set, Metric metric, String extension, String truth) throws IOException {
    assertThat(RealRecall.of(set, metric, extension, truth)).isGreaterThanOrEqualTo(0.95);
  }
}
