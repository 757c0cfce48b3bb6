package io.vicinal.api;

/** How examples describe what is looked for. */
public enum ExampleStrategy {
  /**
   * By one vector: the mean of the positive examples, moved away from the mean of the negative ones
   * by the difference of the two: {@code p + (p − n)}, and {@code p} where there are no negative
   * ones. Under {@link Metric#COSINE} each example is scaled to length 1 before.
   */
  AVERAGE
}
