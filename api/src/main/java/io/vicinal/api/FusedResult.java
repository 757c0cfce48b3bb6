package io.vicinal.api;

import java.util.List;

/**
 * The neighbours of a {@link FusedRequest}, the best first; ties go to the smaller id.
 *
 * @param neighbors at most k
 * @param statistics what it cost, all branches together
 */
public record FusedResult(List<FusedNeighbor> neighbors, SearchStatistics statistics) {
  /** Copies the list. */
  public FusedResult {
    neighbors = List.copyOf(neighbors);
  }
}
