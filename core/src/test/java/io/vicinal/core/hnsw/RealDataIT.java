package io.vicinal.core.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.Metric;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recall on many real vectors. */
class RealDataIT {
  @ParameterizedTest
  @CsvSource({
    "sift-5k, EUCLIDEAN, bvecs, l2",
    "fashion-mnist-10k, EUCLIDEAN, bvecs, l2",
    "fashion-mnist-10k, COSINE, bvecs, cos"
  })
  void recallAtTenIsAtLeastNinetyFivePercentAtEfHundred(
      String set, Metric metric, String extension, String truth) throws IOException {
    assertThat(RealRecall.of(set, metric, extension, truth)).isGreaterThanOrEqualTo(0.95);
  }
}
