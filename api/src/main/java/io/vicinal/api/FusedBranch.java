package io.vicinal.api;

import java.util.Optional;

/**
 * One of the searches whose neighbours a {@link FusedRequest} fuses.
 *
 * @param vectorField the field searched
 * @param query the vector whose neighbours are wanted
 * @param candidates how many neighbours the branch finds, 1..{@value Selection#MAX_K}
 * @param weight how much the branch counts, above 0 and at most {@value #MAX_WEIGHT}
 * @param effort how hard an approximate search tries; as hard as the field says if empty
 */
public record FusedBranch(
    String vectorField,
    QueryVector query,
    int candidates,
    double weight,
    Optional<SearchEffort> effort) {
  /** The largest weight. */
  public static final int MAX_WEIGHT = 1_000_000;

  /** Refuses what is outside its range. */
  public FusedBranch {
    if (candidates < 1 || candidates > Selection.MAX_K) {
      throw refused(
          vectorField, "candidates is " + candidates + "; expected 1.." + Selection.MAX_K);
    }
    if (!(weight > 0 && weight <= MAX_WEIGHT)) {
      throw refused(
          vectorField,
          "weight is " + weight + "; expected a number above 0 and at most " + MAX_WEIGHT);
    }
  }

  /** A branch of weight 1. */
  public static FusedBranch of(String vectorField, QueryVector query, int candidates) {
    return new FusedBranch(vectorField, query, candidates, 1, Optional.empty());
  }

  /** This branch with another weight. */
  public FusedBranch weighted(double other) {
    return new FusedBranch(vectorField, query, candidates, other, effort);
  }

  /** This branch with the width of the index search. */
  public FusedBranch withEf(int width) {
    return with(new SearchEffort.Width(width));
  }

  /** This branch trying as hard as finds that share of its neighbours, on average. */
  public FusedBranch withRecallTarget(double recall) {
    return with(new SearchEffort.RecallTarget(recall));
  }

  private FusedBranch with(SearchEffort other) {
    return new FusedBranch(vectorField, query, candidates, weight, Optional.of(other));
  }

  private static VicinalException refused(String vectorField, String what) {
    return new VicinalException(
        ErrorCode.INVALID_ARGUMENT, "branch in vector field '" + vectorField + "': " + what);
  }
}
