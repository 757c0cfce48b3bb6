package io.vicinal.examples.quickstart;

import java.util.List;

/** Percentiles by nearest rank: always one of the samples. */
final class Percentiles {
  private Percentiles() {}

  /**
   * The smallest sample that at least {@code percent} of the samples do not exceed.
   *
   * @param percent above 0, at most 100
   * @throws IllegalArgumentException if there is no sample
   */
  static double of(List<Double> samples, double percent) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("percentile " + percent + " of no samples");
    }
    List<Double> sorted = samples.stream().sorted().toList();
    int rank = (int) Math.ceil(percent / 100 * sorted.size());
    return sorted.get(Math.max(0, rank - 1));
  }
}
