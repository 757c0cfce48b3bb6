package io.vicinal.api;

/**
 * Parameters of a Hierarchical Navigable Small World graph, named as in Malkov and Yashunin,
 * "Efficient and robust approximate nearest neighbor search using Hierarchical Navigable Small
 * World graphs" (arXiv 1603.09320).
 *
 * @param m neighbours chosen for a new element on each layer, 2..256
 * @param efConstruction width of the search while building, m..100,000
 * @param efSearch width of the search at query time, 1..100,000; a request may override it
 * @param maxM greatest degree on layers above the ground layer, m..1,024
 * @param maxM0 greatest degree on the ground layer, m..2,048
 * @param levelMultiplier mL, the normalisation of the exponential level draw; the paper's optimum
 *     is {@code 1 / ln(m)}; greater than 0 and at most 4
 */
public record HnswParameters(
    int m, int efConstruction, int efSearch, int maxM, int maxM0, double levelMultiplier) {

  /** M = 16, efConstruction = 200, efSearch = 64, and the paper's choice for the rest. */
  public static final HnswParameters DEFAULT = of(16, 200, 64);

  /** Refuses values outside the ranges above. */
  public HnswParameters {
    require(m >= 2 && m <= 256, "m", m, "2..256");
    require(
        efConstruction >= m && efConstruction <= 100_000,
        "efConstruction",
        efConstruction,
        "m (" + m + ")..100000");
    require(efSearch >= 1 && efSearch <= 100_000, "efSearch", efSearch, "1..100000");
    require(maxM >= m && maxM <= 1_024, "maxM", maxM, "m (" + m + ")..1024");
    require(maxM0 >= m && maxM0 <= 2_048, "maxM0", maxM0, "m (" + m + ")..2048");
    require(
        levelMultiplier > 0 && levelMultiplier <= 4,
        "levelMultiplier",
        levelMultiplier,
        "a number above 0 and at most 4");
  }

  /** The paper's choice for the rest: maxM = m, maxM0 = 2m, levelMultiplier = 1 / ln(m). */
  public static HnswParameters of(int m, int efConstruction, int efSearch) {
    return new HnswParameters(m, efConstruction, efSearch, m, 2 * m, 1 / Math.log(m));
  }

  private static void require(boolean legal, String name, Number value, String expected) {
    if (!legal) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "HNSW parameter " + name + " is " + value + "; expected " + expected);
    }
  }
}
