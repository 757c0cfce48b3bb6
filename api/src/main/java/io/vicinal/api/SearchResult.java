package io.vicinal.api;

import java.util.List;

/**
 * The neighbours of one query, nearest first; ties go to the smaller id. Of a search that
 * {@linkplain SearchRequest#groupBy groups} they come group by group, the group of the nearest
 * first; of one that {@linkplain SearchRequest#mmr diversifies} in the order in which they were
 * chosen.
 *
 * @param neighbors at most k, or at most the group size of each of k groups
 * @param groups the same neighbours in their groups; empty unless the search groups
 * @param statistics what it cost
 */
public record SearchResult(
    List<Neighbor> neighbors, List<NeighborGroup> groups, SearchStatistics statistics) {
  /** Copies the lists. */
  public SearchResult {
    neighbors = List.copyOf(neighbors);
    groups = List.copyOf(groups);
  }

  /** The result of a search that does not group. */
  public SearchResult(List<Neighbor> neighbors, SearchStatistics statistics) {
    this(neighbors, List.of(), statistics);
  }

  /** The result of a search that groups. */
  public static SearchResult ofGroups(List<NeighborGroup> groups, SearchStatistics statistics) {
    List<Neighbor> neighbors =
        groups.stream().flatMap(group -> group.neighbors().stream()).toList();
    return new SearchResult(neighbors, groups, statistics);
  }
}
