package io.vicinal.spark;

import io.vicinal.api.Metric;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.VectorCosineSimilarity;
import org.apache.spark.sql.catalyst.expressions.VectorInnerProduct;
import org.apache.spark.sql.catalyst.expressions.VectorL2Distance;
import org.apache.spark.sql.catalyst.plans.NearestByDirection;
import org.apache.spark.sql.catalyst.plans.NearestByDistance$;
import org.apache.spark.sql.catalyst.plans.logical.NearestByJoin;

/**
 * What a NEAREST BY join ranks by, if an index can rank by the same.
 *
 * @param metric the metric with the same order
 * @param query the vector of a query, over the left side
 * @param target the vector column of the right side
 */
record RankingExpression(Metric metric, Expression query, Attribute target) {

  /** The ranking of a join, if it is one of Spark's vector functions of both sides. */
  static Optional<RankingExpression> of(NearestByJoin join) {
    Expression ranking = join.rankingExpression();
    Optional<Metric> metric = metric(ranking, join.direction());
    if (metric.isEmpty() || !ranking.deterministic()) {
      return Optional.empty();
    }
    List<Expression> arguments = Seqs.toList(ranking.children());
    return of(metric.get(), arguments.get(0), arguments.get(1), join)
        .or(() -> of(metric.get(), arguments.get(1), arguments.get(0), join));
  }

  private static Optional<RankingExpression> of(
      Metric metric, Expression query, Expression target, NearestByJoin join) {
    AttributeSet left = join.left().outputSet();
    AttributeSet right = join.right().outputSet();
    return target instanceof Attribute column
            && right.contains(column)
            && query.references().subsetOf(left)
        ? Optional.of(new RankingExpression(metric, query, column))
        : Optional.empty();
  }

  private static Optional<Metric> metric(Expression ranking, NearestByDirection direction) {
    boolean distance = direction.equals(NearestByDistance$.MODULE$);
    if (ranking instanceof VectorL2Distance) {
      return distance ? Optional.of(Metric.EUCLIDEAN) : Optional.empty();
    }
    if (ranking instanceof VectorCosineSimilarity) {
      return distance ? Optional.empty() : Optional.of(Metric.COSINE);
    }
    if (ranking instanceof VectorInnerProduct) {
      return distance ? Optional.empty() : Optional.of(Metric.DOT);
    }
    return Optional.empty();
  }
}
