package io.vicinal.spark;

import io.vicinal.api.SearchMode;
import io.vicinal.api.VectorField;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.LeftOuter$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.NearestByJoin;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes {@code JOIN … NEAREST … BY} over a collection run on its index. A join that the index
 * cannot answer as Spark would is left alone, and the log says why.
 *
 * <p>It runs at the end of analysis, because Spark rewrites such joins into cross products before
 * any optimizer rule of ours is asked.
 */
final class NearestByRule extends Rule<LogicalPlan> {
  private static final Logger logger = LoggerFactory.getLogger(NearestByRule.class);

  private final SparkSession session;

  NearestByRule(SparkSession session) {
    this.session = session;
  }

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    if (!NearestSettings.isEnabled(conf())) {
      return plan;
    }
    CommonTables tables = CommonTables.of(plan);
    return plan.resolveOperatorsUp(
        Functions.<LogicalPlan, NearestByJoin>partial(
            NearestByJoin.class, join -> replaced(join, tables.inlined(join.right()))));
  }

  private LogicalPlan replaced(NearestByJoin join, LogicalPlan right) {
    if (!join.resolved() || join.isStreaming() || !NearestTarget.readsCollection(right)) {
      return join;
    }
    Optional<RankingExpression> ranking = RankingExpression.of(join);
    if (ranking.isEmpty()) {
      return leftAlone(
          join,
          "an index can rank BY DISTANCE vector_l2_distance and BY SIMILARITY"
              + " vector_cosine_similarity or vector_inner_product of a vector of the left side"
              + " and a vector column of the right side");
    }
    Optional<NearestTarget> target =
        NearestTarget.of(right, (org.apache.spark.sql.classic.SparkSession) session);
    if (target.isEmpty()) {
      return leftAlone(join, "the right side is " + NearestTarget.LIMITS);
    }
    Optional<VectorField> field = target.get().vectorField(ranking.get().target());
    if (field.isEmpty()) {
      return leftAlone(join, "the column " + ranking.get().target().name() + " is no vector field");
    }
    if (field.get().metric() != ranking.get().metric()) {
      return leftAlone(
          join,
          "vector field '"
              + field.get().name()
              + "' has metric "
              + TableProperties.name(field.get().metric())
              + ", and the join ranks by "
              + TableProperties.name(ranking.get().metric()));
    }
    return indexed(join, ranking.get(), target.get(), field.get());
  }

  private static LogicalPlan indexed(
      NearestByJoin join, RankingExpression ranking, NearestTarget target, VectorField field) {
    SearchMode mode = join.approx() ? SearchMode.APPROXIMATE : SearchMode.EXACT;
    NearestSearch search = target.search(field, join.numResults(), mode, null);
    boolean outer = join.joinType().equals(LeftOuter$.MODULE$);
    return new NearestPlan(join.left(), target, outer).build(ranking.query(), search);
  }

  private static LogicalPlan leftAlone(NearestByJoin join, String reason) {
    logger.warn(
        "{} runs as a cross product and not on the index: {}", join.simpleString(25), reason);
    return join;
  }
}
