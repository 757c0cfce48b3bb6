package io.vicinal.protocol;

import io.vicinal.api.Mmr;

/**
 * Maximal marginal relevance, as a document: {@code {"lambda": 0.5, "candidates": 100}}.
 *
 * @param lambda the weight of nearness to the query, 0..1
 * @param candidates how many neighbours there are to choose from
 */
public record MmrDocument(Double lambda, Integer candidates) {
  /** Refuses a document that lacks one of the two. */
  public MmrDocument {
    lambda = Required.present(lambda, "lambda");
    candidates = Required.present(candidates, "candidates");
  }

  /** The document of a value. */
  public static MmrDocument of(Mmr mmr) {
    return new MmrDocument(mmr.lambda(), mmr.candidates());
  }

  /**
   * The value.
   *
   * @throws io.vicinal.api.VicinalException if one of the two is outside its range
   */
  public Mmr toMmr() {
    return new Mmr(lambda, candidates);
  }
}
