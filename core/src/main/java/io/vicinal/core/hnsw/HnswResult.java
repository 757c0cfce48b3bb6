package io.vicinal.core.hnsw;

import io.vicinal.core.distance.MetricDistance;

/**
 * What a search of an index found, nearest first; ties go to the smaller ordinal. Immutable.
 *
 * <p>A class over two arrays, not a list of pairs: an answer of k rows is two objects.
 */
public final class HnswResult {
  private final int[] ordinals;
  private final float[] distances;
  private final long distanceComputations;
  private final SearchPlan plan;

  private HnswResult(
      int[] ordinals, float[] distances, long distanceComputations, SearchPlan plan) {
    this.ordinals = ordinals;
    this.distances = distances;
    this.distanceComputations = distanceComputations;
    this.plan = plan;
  }

  /** The first {@code count} candidates, which are sorted. */
  static HnswResult of(
      long[] candidates, int count, MetricDistance metric, long computations, SearchPlan plan) {
    int[] ordinals = new int[count];
    float[] distances = new float[count];
    for (int i = 0; i < count; i++) {
      ordinals[i] = Candidates.node(candidates[i]);
      distances[i] = metric.toDistance(Candidates.rank(candidates[i]));
    }
    return new HnswResult(ordinals, distances, computations, plan);
  }

  /** Rows found. */
  public int size() {
    return ordinals.length;
  }

  /** The ordinal of the i-th nearest row, from 0. */
  public int ordinal(int i) {
    return ordinals[i];
  }

  /** The distance of the i-th nearest row as its metric defines it. */
  public float distance(int i) {
    return distances[i];
  }

  /** The ordinals, nearest first, copied. */
  public int[] ordinals() {
    return ordinals.clone();
  }

  /** Distances computed. */
  public long distanceComputations() {
    return distanceComputations;
  }

  /** How the index was searched in the end. */
  public SearchPlan plan() {
    return plan;
  }
}
