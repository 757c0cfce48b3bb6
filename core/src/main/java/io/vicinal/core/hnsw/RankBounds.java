package io.vicinal.core.hnsw;

import io.vicinal.api.Metric;

/**
 * What the score of a row for a query says of the rank that {@link VectorStorage#rank} computes.
 *
 * <p>A <em>score</em> is what tiles compute; larger is nearer. Its rank is {@code base − factor ·
 * score}:
 *
 * <table>
 * <caption>Scores</caption>
 * <tr><th>metric</th><th>score</th><th>base</th><th>factor</th></tr>
 * <tr><td>EUCLIDEAN</td><td>{@code q·x − |x|²/2}, both less a centre</td><td>{@code |q|²}</td>
 * <td>2</td></tr>
 * <tr><td>COSINE</td><td>{@code q·x}</td><td>1</td><td>1</td></tr>
 * <tr><td>DOT</td><td>{@code q·x}</td><td>0</td><td>1</td></tr>
 * <tr><td>MANHATTAN</td><td>{@code −Σ|q−x|}</td><td>0</td><td>1</td></tr>
 * </table>
 *
 * <p>Both numbers are rounded. With w components, {@code u = 2⁻²⁴} and sums in any order, a sum of
 * products is off by at most {@code γ · Σ|a_i · b_i| ≤ γ · |a| · |b|}, where {@code γ = wu/(1−wu)}
 * (Higham, Accuracy and Stability of Numerical Algorithms, §3.1), and a rank by at most that much
 * again. So the two differ by at most <em>slack</em>, which depends on the lengths of the vectors,
 * and a <em>share</em> of the rank itself:
 *
 * <ul>
 *   <li>EUCLIDEAN: {@code |x|²}, {@code |q|²} and {@code 2q·x} are off by {@code γ(|q|+|x|)²}
 *       together, taking the centre away by {@code 3u(|q|+|x|)²}, the rank by {@code γ} of itself
 *   <li>COSINE, DOT: each by {@code γ|q||x|}, {@code 1 − a·b} by a rounding of 2
 *   <li>MANHATTAN: each by {@code γ} of the rank
 * </ul>
 *
 * <p>γ is taken for 16 components more, and 5 % larger, for single roundings and for products of
 * errors; what is lost where numbers are too small for a float is below {@code w · 2⁻¹⁴⁰}. The
 * bounds hold for lengths up to {@link #LONGEST}: beyond, sums may overflow.
 *
 * <p>Immutable.
 */
final class RankBounds {
  /** The sum of the lengths of a query and a row at most. */
  static final double LONGEST = 0x1p50;

  private static final double ROUNDING = 0x1p-24;
  private static final double TINY = 0x1p-140;

  private final Metric metric;
  private final double gamma;
  private final double tiny;
  private final double factor;
  private final double share;

  RankBounds(Metric metric, int width) {
    this.metric = metric;
    this.gamma = 1.05 * (width + 16) * ROUNDING;
    this.tiny = width * TINY;
    this.factor = metric == Metric.EUCLIDEAN ? 2 : 1;
    this.share =
        switch (metric) {
          case EUCLIDEAN -> gamma;
          case COSINE, DOT -> 0;
          case MANHATTAN -> 2 * gamma;
        };
  }

  /** Whether scores are of vectors less a centre, which moves none of their ranks. */
  boolean usesCentre() {
    return metric == Metric.EUCLIDEAN;
  }

  /** What is added to the sum of a row in a tile to get its score. */
  float bias(float squares) {
    return metric == Metric.EUCLIDEAN ? -squares / 2 : 0;
  }

  /** The base of the ranks of a query. */
  double base(double querySquares) {
    return switch (metric) {
      case EUCLIDEAN -> querySquares;
      case COSINE -> 1;
      case DOT, MANHATTAN -> 0;
    };
  }

  /** The length of a row at most, whose squares were summed in float32. */
  double length(float squares) {
    return Math.sqrt(squares * (1 + 2 * gamma) + tiny);
  }

  /** How far the rank of a row and that of its score are apart, but for {@link #share}. */
  double slack(double queryLength, double rowLength) {
    double sum = queryLength + rowLength;
    return tiny
        + switch (metric) {
          case EUCLIDEAN -> gamma * sum * sum;
          case COSINE -> 2 * gamma * queryLength * rowLength + 4 * ROUNDING;
          case DOT -> 2 * gamma * queryLength * rowLength;
          case MANHATTAN -> 0;
        };
  }

  /** The share of its rank that a score may be off. */
  double share() {
    return share;
  }

  /** The rank that a score stands for. */
  double rank(double score, double base) {
    return base - factor * score;
  }

  /**
   * The least score of a row whose rank may be {@code farthest} or less.
   *
   * @param farthest a rank; if it is no number, every score will do
   */
  float limit(float farthest, double slack, double base) {
    if (Float.isNaN(farthest)) {
      return Float.NEGATIVE_INFINITY;
    }
    double rank = (farthest + slack) / (1 - share);
    return Math.nextDown((float) ((base - rank) / factor));
  }
}
