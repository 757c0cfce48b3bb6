package io.vicinal.server.bench;

import io.vicinal.api.IndexMemory;

/**
 * A line of the output of {@code vicinal bench ann}. Its keys are a contract: scripts compare them
 * across releases.
 *
 * @param ef width of the search
 * @param recall part of the true neighbours that were found, on average
 * @param speed of the searches
 * @param buildSeconds what building the index took
 * @param memory of the index
 * @param distanceComputations of a search, on average
 */
record AnnReport(
    int ef,
    double recall,
    LoadResult speed,
    double buildSeconds,
    IndexMemory memory,
    double distanceComputations) {
  /** The report as one line of JSON. */
  String toJson() {
    return new ReportLine()
        .put("ef", ef)
        .put("recall", recall, 5)
        .put(speed)
        .put("build_seconds", buildSeconds, 3)
        .put("index_bytes", memory.total())
        .put("vector_bytes", memory.vectors())
        .put("code_bytes", memory.codes())
        .put("graph_bytes", memory.graph())
        .put("distance_computations", distanceComputations, 1)
        .toString();
  }
}
