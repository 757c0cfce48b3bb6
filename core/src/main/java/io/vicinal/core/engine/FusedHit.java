package io.vicinal.core.engine;

import io.vicinal.api.BranchRank;
import io.vicinal.api.FusedNeighbor;
import io.vicinal.api.RecordId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A row that branches of a fused search found. For one thread. */
final class FusedHit {
  /** Ties go to the smaller id. */
  static final Comparator<FusedHit> BEST =
      Comparator.comparingDouble(FusedHit::score).reversed().thenComparing(FusedHit::id);

  private final Hit row;
  private final List<Optional<BranchRank>> branches;
  private double score;

  /** A row that no branch of so many has scored. */
  FusedHit(Hit row, int branches) {
    this.row = row;
    this.branches = new ArrayList<>(Collections.nCopies(branches, Optional.empty()));
  }

  /** Adds what a branch says of the row. */
  void add(int branch, BranchRank place, double part) {
    branches.set(branch, Optional.of(place));
    score += part;
  }

  double score() {
    return score;
  }

  RecordId id() {
    return row.id();
  }

  /** The record, with the fields that the request asked for. */
  FusedNeighbor read() {
    return new FusedNeighbor(row.read(), score, branches);
  }
}
