package io.vicinal.core.engine;

import io.vicinal.api.Mmr;
import io.vicinal.api.VectorField;
import io.vicinal.core.distance.MetricDistance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Takes candidates by maximal marginal relevance, as {@link Mmr} defines it. For one thread.
 *
 * <p>What is kept of each candidate is its distance from the nearest one taken, so that the next
 * costs a distance from each. Vectors are copied one at a time: all of them may be large.
 */
final class MarginalRelevance {
  private final double lambda;
  private final List<Hit> candidates;
  private final MetricDistance metric;
  private final float[] vector;
  private final float[] otherVector;
  private final double[] nearestTaken;
  private final BitSet taken = new BitSet();
  private long distanceComputations;

  /** A choice among candidates, which are nearest first. */
  MarginalRelevance(Mmr mmr, List<Hit> candidates, VectorField field) {
    this.lambda = mmr.lambda();
    this.candidates = candidates;
    this.metric = MetricDistance.of(field.metric());
    this.vector = new float[field.dimension()];
    this.otherVector = new float[field.dimension()];
    this.nearestTaken = new double[candidates.size()];
    Arrays.fill(nearestTaken, Double.POSITIVE_INFINITY);
  }

  /** So many candidates in the order in which they are taken: all, if there are not as many. */
  List<Hit> take(int wanted) {
    List<Hit> chosen = new ArrayList<>();
    int count = Math.min(wanted, candidates.size());
    for (int next = 0; chosen.size() < count; next = best()) {
      chosen.add(candidates.get(next));
      taken.set(next);
      if (chosen.size() < count) {
        measureFrom(candidates.get(next));
      }
    }
    return chosen;
  }

  /** Distances computed so far. */
  long distanceComputations() {
    return distanceComputations;
  }

  private void measureFrom(Hit newest) {
    newest.copyVector(vector);
    for (int i = 0; i < nearestTaken.length; i++) {
      if (!taken.get(i)) {
        candidates.get(i).copyVector(otherVector);
        float rank = metric.rank(vector, 0, otherVector, 0, vector.length);
        nearestTaken[i] = Math.min(nearestTaken[i], metric.toDistance(rank));
        distanceComputations++;
      }
    }
  }

  /** The candidate to take next, the first of equals; -1 after the last. */
  private int best() {
    int best = -1;
    double least = 0;
    for (int i = taken.nextClearBit(0); i < nearestTaken.length; i = taken.nextClearBit(i + 1)) {
      // Adding zero turns -0 into +0, which is as large.
      double score = lambda * candidates.get(i).distance() - (1 - lambda) * nearestTaken[i] + 0.0;
      // Distances that overflowed make NaN, which is above all numbers here.
      if (best < 0 || Double.compare(score, least) < 0) {
        best = i;
        least = score;
      }
    }
    return best;
  }
}
