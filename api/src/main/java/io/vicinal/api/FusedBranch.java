package io.vicinal.api;

import java.util.OptionalInt;

/**
 * One of the searches whose neighbours a {@link FusedRequest} fuses.
 *
 * @param vectorField the field searched
 * @param query the vector whose neighbours are wanted
 * @param candidates how many neighbours the branch finds, 1..{@value Selection#MAX_K}
 * @param weight how much the branch counts, above 0 and at most {@value #MAX_WEIGHT}
 * @param ef width of the index search; the field's efSearch if empty
 */
public record FusedBranch(
    String vectorField, QueryVector query, int candidates, double weight, OptionalInt ef) {
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
    if (ef.isPresent() && (ef.getAsInt() < 1 || ef.getAsInt() > SearchRequest.MAX_K)) {
      throw refused(vectorField, "ef is " + ef.getAsInt() + "; expected 1.." + SearchRequest.MAX_K);
    }
  }

  /** A branch of weight 1. */
  public static FusedBranch of(String vectorField, QueryVector query, int candidates) {
    return new FusedBranch(vectorField, query, candidates, 1, OptionalInt.empty());
  }

  /** This branch with another weight. */
  public FusedBranch weighted(double other) {
    return new FusedBranch(vectorField, query, candidates, other, ef);
  }

  /** This branch with the width of the index search. */
  public FusedBranch withEf(int width) {
    return new FusedBranch(vectorField, query, candidates, weight, OptionalInt.of(width));
  }

  private static VicinalException refused(String vectorField, String what) {
    return new VicinalException(
        ErrorCode.INVALID_ARGUMENT, "branch in vector field '" + vectorField + "': " + what);
  }
}
