package io.vicinal.core.engine;

import io.vicinal.api.BranchRank;
import io.vicinal.api.FusedRequest;
import io.vicinal.api.Fusion;
import io.vicinal.api.RecordId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Scores rows by what each branch found, as {@link Fusion} defines it. The branches are added in
 * their order, because the sums of doubles depend on it. For one thread.
 */
final class BranchFusion {
  private final FusedRequest request;
  private final Map<RecordId, FusedHit> fused = new HashMap<>();

  BranchFusion(FusedRequest request) {
    this.request = request;
  }

  /** Adds the rows that a branch found in the whole collection, nearest first. */
  void add(int branch, List<Hit> hits) {
    double weight = request.branches().get(branch).weight();
    for (int i = 0; i < hits.size(); i++) {
      Hit hit = hits.get(i);
      BranchRank place = new BranchRank(i + 1, hit.distance());
      fused
          .computeIfAbsent(hit.id(), id -> new FusedHit(hit, request.branches().size()))
          .add(branch, place, weight * part(place, hits));
    }
  }

  /** All rows that were found, the best first. */
  List<FusedHit> best() {
    return fused.values().stream().sorted(FusedHit.BEST).toList();
  }

  private double part(BranchRank place, List<Hit> hits) {
    if (request.fusion() instanceof Fusion.ReciprocalRank reciprocal) {
      return 1.0 / (reciprocal.constant() + place.rank());
    }
    double nearest = finite(hits.get(0).distance());
    double farthest = finite(hits.get(hits.size() - 1).distance());
    return farthest > nearest ? (farthest - finite(place.distance())) / (farthest - nearest) : 1;
  }

  /** A distance that overflowed, to infinity or to NaN, which sorts behind it, is just large. */
  private static double finite(float distance) {
    return distance >= -Float.MAX_VALUE && distance <= Float.MAX_VALUE
        ? distance
        : distance == Float.NEGATIVE_INFINITY ? -Float.MAX_VALUE : Float.MAX_VALUE;
  }
}
