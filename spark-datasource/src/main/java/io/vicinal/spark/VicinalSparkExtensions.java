package io.vicinal.spark;

import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.SparkSessionExtensionsProvider;
import scala.runtime.BoxedUnit;

/**
 * Makes k-NN joins part of Spark SQL: {@code JOIN … NEAREST … BY} over a collection runs on its
 * index. Sessions find it by themselves when the jar is on their class path; naming it in {@code
 * spark.sql.extensions} does no harm. {@code spark.vicinal.nearestBy.enabled = false} turns it off.
 */
public final class VicinalSparkExtensions implements SparkSessionExtensionsProvider {
  /** Spark creates it by reflection. */
  public VicinalSparkExtensions() {}

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    extensions.injectPostHocResolutionRule(Functions.of(NearestByRule::new));
    extensions.injectOptimizerRule(Functions.of(session -> new NearestPruning()));
    extensions.injectPlannerStrategy(Functions.of(session -> new NearestStrategy()));
    return BoxedUnit.UNIT;
  }
}
