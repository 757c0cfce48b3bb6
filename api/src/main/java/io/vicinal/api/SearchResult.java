package io.vicinal.api;

import java.util.List;

/**
 * The neighbours of one query, nearest first; ties go to the smaller id.
 *
 * @param neighbors at most k
 * @param statistics what it cost
 */
public record SearchResult(List<Neighbor> neighbors, SearchStatistics statistics) {
  /** Copies the list. */
  public SearchResult {
    neighbors = List.copyOf(neighbors);
  }
}
