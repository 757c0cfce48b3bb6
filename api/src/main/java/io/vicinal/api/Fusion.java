package io.vicinal.api;

/**
 * How the neighbours that the branches of a {@link FusedRequest} found become one list. A record's
 * score is the sum over the branches that found it, in their order, of the branch's weight times
 * what this says; the largest score is the best, and ties go to the smaller id. Computed in double
 * precision.
 */
public sealed interface Fusion permits Fusion.ReciprocalRank, Fusion.WeightedScores {
  /** Reciprocal ranks with the constant of the paper, {@value ReciprocalRank#PUBLISHED}. */
  Fusion RRF = new ReciprocalRank(ReciprocalRank.PUBLISHED);

  /** Normalised distances. */
  Fusion WEIGHTED = new WeightedScores();

  /**
   * {@code 1 / (constant + rank)}, where the nearest neighbour of a branch has rank 1. It needs no
   * distances, so that branches of any metric can be fused.
   *
   * <p>Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual
   * rank learning methods", SIGIR 2009.
   *
   * @param constant 1..{@value #MAX_CONSTANT}; the larger, the less the first ranks stand out
   */
  record ReciprocalRank(int constant) implements Fusion {
    /** The largest constant. */
    public static final int MAX_CONSTANT = 1_000_000;

    /** The constant of the paper. */
    public static final int PUBLISHED = 60;

    /** Refuses a constant outside its range. */
    public ReciprocalRank {
      if (constant < 1 || constant > MAX_CONSTANT) {
        throw new VicinalException(
            ErrorCode.INVALID_ARGUMENT,
            "constant of rrf is " + constant + "; expected 1.." + MAX_CONSTANT);
      }
    }
  }

  /**
   * {@code (farthest − distance) / (farthest − nearest)} of the distances that the branch found, so
   * that its nearest neighbour has 1 and its farthest 0; 1 for each where all are as near. A record
   * that a branch did not find has nothing of it. Distances that overflowed count as the largest
   * float32.
   */
  record WeightedScores() implements Fusion {}
}
