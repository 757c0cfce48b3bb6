package io.vicinal.core.hnsw;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The recall of searches for k neighbours by their width, as trials found it. Immutable.
 *
 * @param k neighbours searched for
 * @param points by growing width
 */
public record RecallCurve(int k, List<Point> points) {
  /** Standard errors that a mean is above, one-sided, in 95 of 100 samples. */
  private static final double CONFIDENCE = 1.645;

  /**
   * Of {@code n} neighbours of which none was missed, {@code 3 / n} may be, with that confidence.
   */
  private static final double NONE_MISSED = 3;

  /** Copies the points, and refuses what no trials find. */
  public RecallCurve {
    points = List.copyOf(points);
    if (k < 1) {
      throw new IllegalArgumentException("recall of " + k + " neighbours");
    }
    for (int i = 1; i < points.size(); i++) {
      if (points.get(i).ef() <= points.get(i - 1).ef()) {
        throw new IllegalArgumentException("points of recall that are not by growing ef");
      }
    }
  }

  /**
   * The recall of one width.
   *
   * @param ef the width
   * @param trials how many searches were tried
   * @param recall the mean over the trials
   * @param error the standard error of that mean
   */
  public record Point(int ef, int trials, double recall, double error) {
    /** Refuses what no trials find. */
    public Point {
      if (ef < 1 || trials < 1 || !(recall >= 0 && recall <= 1) || !(error >= 0 && error <= 1)) {
        throw new IllegalArgumentException(
            "recall " + recall + " ± " + error + " of " + trials + " trials at ef " + ef);
      }
    }
  }

  /** What the recall of queries of the kind is above with a confidence of about 95 %. */
  double safe(Point point) {
    double most = Math.max(CONFIDENCE * point.error(), NONE_MISSED / point.trials() / k);
    return point.recall() - most;
  }

  /** The least width whose recall is safely at the target; empty if none that was tried is. */
  OptionalDouble width(double target) {
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      if (safe(point) >= target) {
        return OptionalDouble.of(i == 0 ? point.ef() : between(points.get(i - 1), point, target));
      }
    }
    return OptionalDouble.empty();
  }

  /** Recall grows less the wider a search is: a line over the logarithm is below the curve. */
  private double between(Point below, Point above, double target) {
    double part = (target - safe(below)) / (safe(above) - safe(below));
    return below.ef() * Math.pow(above.ef() / (double) below.ef(), part);
  }

  /** About the recall of a width; empty if no narrower one was tried. */
  OptionalDouble recall(int ef) {
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      if (point.ef() >= ef) {
        return i == 0 && point.ef() > ef
            ? OptionalDouble.empty()
            : OptionalDouble.of(point.ef() == ef ? point.recall() : at(i - 1, ef));
      }
    }
    return points.stream().mapToDouble(Point::recall).reduce((before, last) -> last);
  }

  private double at(int i, int ef) {
    Point narrow = points.get(i);
    Point wide = points.get(i + 1);
    double part = Math.log(ef / (double) narrow.ef()) / Math.log(wide.ef() / (double) narrow.ef());
    return narrow.recall() + part * (wide.recall() - narrow.recall());
  }
}
