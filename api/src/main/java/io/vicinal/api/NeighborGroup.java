package io.vicinal.api;

import java.util.List;
import java.util.Optional;

/**
 * Neighbours that share the value of an attribute.
 *
 * @param value that value, in the class that the attribute's type names; empty for the group of the
 *     records without one
 * @param neighbors one or more, nearest first; ties go to the smaller id
 */
public record NeighborGroup(Optional<Object> value, List<Neighbor> neighbors) {
  /** Copies the list. */
  public NeighborGroup {
    neighbors = List.copyOf(neighbors);
  }
}
