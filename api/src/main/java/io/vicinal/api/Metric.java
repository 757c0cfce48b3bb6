package io.vicinal.api;

/**
 * How near two vectors are. A distance is a float; smaller is nearer, for every metric.
 *
 * <p>The value that a user sees is always the one given here, whatever an index computes
 * internally.
 */
public enum Metric {
  /** L2 distance, not squared: {@code sqrt(Σ (a_i − b_i)²)}. */
  EUCLIDEAN,
  /** {@code 1 − a·b / (|a|·|b|)}, in [0, 2]. The zero vector has no direction and is refused. */
  COSINE,
  /** {@code −a·b}, the negated inner product; may be negative. */
  DOT,
  /** L1 distance: {@code Σ |a_i − b_i|}. */
  MANHATTAN
}
