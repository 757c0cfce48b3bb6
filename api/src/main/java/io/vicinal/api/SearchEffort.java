package io.vicinal.api;

/** How hard an approximate search tries: a width of its walk, or a share of neighbours to find. */
public sealed interface SearchEffort {
  /**
   * A walk of that width: wider finds more and takes longer.
   *
   * @param ef 1..{@value SearchRequest#MAX_K}; at least as many as the neighbours wanted are used
   */
  record Width(int ef) implements SearchEffort {
    /** Refuses an ef outside its range. */
    public Width {
      if (ef < 1 || ef > SearchRequest.MAX_K) {
        throw new VicinalException(
            ErrorCode.INVALID_ARGUMENT, "ef is " + ef + "; expected 1.." + SearchRequest.MAX_K);
      }
    }
  }

  /**
   * The least width that finds so much, as the index knows from trials on rows of its own that were
   * held out: a mean over queries like the rows, not a promise for each query. Where no width does,
   * or none was tried yet, all rows are compared.
   *
   * @param recall the share of the true neighbours wanted, {@value #LEAST}..{@value #MOST}; exact
   *     search finds all
   */
  record RecallTarget(double recall) implements SearchEffort {
    /** The least target. */
    public static final double LEAST = 0.5;

    /** The greatest target. */
    public static final double MOST = 0.999;

    /** Refuses a target outside its range. */
    public RecallTarget {
      if (!(recall >= LEAST && recall <= MOST)) {
        throw new VicinalException(
            ErrorCode.INVALID_ARGUMENT,
            "recallTarget is "
                + recall
                + "; expected "
                + LEAST
                + ".."
                + MOST
                + ", or mode exact to find all");
      }
    }
  }
}
