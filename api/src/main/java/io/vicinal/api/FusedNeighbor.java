package io.vicinal.api;

import java.util.List;
import java.util.Optional;

/**
 * A record found by one or more branches of a {@link FusedRequest}.
 *
 * @param record the record, with the fields that the projection asked for
 * @param score as {@link Fusion} defines it; larger is better
 * @param branches where each branch found it, in the order of the branches; empty for one that did
 *     not
 */
public record FusedNeighbor(
    VectorRecord record, double score, List<Optional<BranchRank>> branches) {
  /** Copies the list. */
  public FusedNeighbor {
    branches = List.copyOf(branches);
  }
}
