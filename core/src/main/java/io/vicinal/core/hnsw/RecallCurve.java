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

  /** Copies the points. */
  public RecallCurve {
    points = List.copyOf(points);
  }

  /**
   * The recall of one width.
   *
   * @param ef the width
   * @param recall the mean over the trials
   * @param error the standard error of that mean
   */
  public record Point(int ef, double recall, double error) {
    /** What the recall of queries of the kind is above with a confidence of 95 %. */
    double safe() {
      return recall - CONFIDENCE * error;
    }
  }

  /** The least width whose recall is safely at the target; empty if none that was tried is. */
  OptionalDouble width(double target) {
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      if (point.safe() >= target) {
        return OptionalDouble.of(i == 0 ? point.ef() : between(points.get(i - 1), point, target));
      }
    }
    return OptionalDouble.empty();
  }

  /** Recall grows less the wider a search is: a line over the logarithm is below the curve. */
  private static double between(Point below, Point above, double target) {
    double part = (target - below.safe()) / (above.safe() - below.safe());
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
