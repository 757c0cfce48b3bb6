package io.vicinal.api;

/**
 * Maximal marginal relevance: neighbours that are near the query and far from each other.
 *
 * <p>Of the candidates, which are the nearest neighbours, the nearest is taken first. Then, one
 * after the other, the one for which
 *
 * <pre>{@code
 * lambda * distance from the query - (1 - lambda) * distance from the nearest one taken
 * }</pre>
 *
 * is smallest; ties go to the candidate that is nearer to the query, then to the smaller id. Both
 * distances are those of the field's metric.
 *
 * <p>Carbonell and Goldstein, "The use of MMR, diversity-based reranking for reordering documents
 * and producing summaries", SIGIR 1998, with the negated distance for both of its similarities.
 *
 * @param lambda the weight of nearness to the query, 0..1: with 1 the order is that of distances,
 *     with 0 only difference counts
 * @param candidates how many neighbours there are to choose from, 1..{@value #MAX_CANDIDATES}
 */
public record Mmr(double lambda, int candidates) {
  /** The most candidates. */
  public static final int MAX_CANDIDATES = 1000;

  /** Refuses what is outside its range. */
  public Mmr {
    if (!(lambda >= 0 && lambda <= 1)) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "lambda of mmr is " + lambda + "; expected 0..1");
    }
    if (candidates < 1 || candidates > MAX_CANDIDATES) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "candidates of mmr is " + candidates + "; expected 1.." + MAX_CANDIDATES);
    }
  }
}
