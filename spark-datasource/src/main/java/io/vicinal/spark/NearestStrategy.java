package io.vicinal.spark;

import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.SparkStrategy;
import scala.collection.immutable.Seq;

/** Plans k-NN joins. */
final class NearestStrategy extends SparkStrategy {
  @Override
  public Seq<SparkPlan> apply(LogicalPlan plan) {
    if (!(plan instanceof NearestJoin join)) {
      return Seqs.of();
    }
    return Seqs.of(new NearestJoinExec(planLater(join.child()), join.parts()));
  }
}
