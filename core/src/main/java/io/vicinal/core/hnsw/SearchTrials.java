package io.vicinal.core.hnsw;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What trial searches of an index taught: how far neighbours are, and how much is found. Immutable.
 *
 * @param rows rows of the index then; 0 if searches were not tried
 * @param profile how far neighbours are
 * @param recall curves by growing k; empty if not known
 */
public record SearchTrials(int rows, RankProfile profile, List<RecallCurve> recall) {
  /** More than products of float64 are off. */
  private static final double ROUNDING = 1e-9;

  /** No trials. */
  public static final SearchTrials NONE = new SearchTrials(0, RankProfile.UNKNOWN, List.of());

  /** Copies the list, and refuses one that is not by growing k. */
  public SearchTrials {
    recall = List.copyOf(recall);
    for (int i = 1; i < recall.size(); i++) {
      if (recall.get(i).k() <= recall.get(i - 1).k()) {
        throw new IllegalArgumentException("curves of recall that are not by growing k");
      }
    }
  }

  /** These with another profile. */
  SearchTrials with(RankProfile other) {
    return new SearchTrials(rows, other, recall);
  }

  /** See {@link RankProfile#slack}. */
  float slack(int k, int ef) {
    return profile.slack(k, ef);
  }

  /**
   * The width of a search for k neighbours that finds so much of them; empty if none is known to.
   * Between two curves, the logarithm of the width is a line over that of k; beyond the last, the
   * width grows with k.
   */
  OptionalInt width(int k, double target) {
    int next = 0;
    while (next < recall.size() && recall.get(next).k() < k) {
      next++;
    }
    if (next == recall.size()) {
      return next == 0 ? OptionalInt.empty() : beyond(recall.get(next - 1), k, target);
    }
    RecallCurve above = recall.get(next);
    OptionalDouble most = above.width(target);
    if (next == 0 || above.k() == k || most.isEmpty()) {
      return rounded(most, k);
    }
    RecallCurve below = recall.get(next - 1);
    OptionalDouble least = below.width(target);
    if (least.isEmpty()) {
      return OptionalInt.empty();
    }
    double part = Math.log(k / (double) below.k()) / Math.log(above.k() / (double) below.k());
    double ratio = most.getAsDouble() / least.getAsDouble();
    return rounded(OptionalDouble.of(least.getAsDouble() * Math.pow(ratio, part)), k);
  }

  private static OptionalInt beyond(RecallCurve last, int k, double target) {
    OptionalDouble width = last.width(target);
    return width.isEmpty()
        ? OptionalInt.empty()
        : rounded(OptionalDouble.of(width.getAsDouble() * k / last.k()), k);
  }

  private static OptionalInt rounded(OptionalDouble width, int k) {
    return width.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of((int) Math.max(k, Math.ceil(width.getAsDouble() - ROUNDING)));
  }

  /** About the recall of searches for k neighbours of that width, where k was tried. */
  OptionalDouble recall(int k, int ef) {
    for (RecallCurve curve : recall) {
      if (curve.k() == k) {
        return curve.recall(ef);
      }
    }
    return OptionalDouble.empty();
  }
}
