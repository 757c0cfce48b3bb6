package io.vicinal.spark;

import io.vicinal.api.SearchMode;
import io.vicinal.api.VectorField;
import io.vicinal.api.filter.FilterText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.trees.TreePattern;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2ScanRelation;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * The target side of a k-NN join as the store can serve it: a read of a collection with a filter
 * that the store evaluates, and columns computed from what it returns.
 *
 * @param scan the read
 * @param read the columns read
 * @param columns those of the target side, computed from the columns read
 */
record NearestTarget(
    VicinalScan scan, List<AttributeReference> read, List<NamedExpression> columns) {

  /** What a target side may be, for messages. */
  static final String LIMITS =
      "more than a collection, columns computed from it and a condition that the store can"
          + " evaluate";

  /** Whether a plan reads one of our collections, in whatever way. */
  static boolean readsCollection(LogicalPlan plan) {
    return Seqs.toList(plan.collectLeaves()).stream().anyMatch(NearestTarget::isCollection);
  }

  /**
   * The target side that a plan describes, if the store can serve it.
   *
   * <p>The plan is optimized on its own for this, which leaves a condition above the scan exactly
   * where the store cannot evaluate it.
   */
  static Optional<NearestTarget> of(LogicalPlan plan, SparkSession session) {
    if (plan.containsPattern(TreePattern.CURRENT_LIKE())) {
      // Its value belongs to the whole query, of which this plan is a part.
      return Optional.empty();
    }
    LogicalPlan below = session.sessionState().optimizer().execute(plan);
    List<? extends NamedExpression> sources = Seqs.toList(below.output());
    if (below instanceof Project project) {
      sources = Seqs.toList(project.projectList());
      below = project.child();
    }
    List<Attribute> shown = Seqs.toList(plan.output());
    if (below instanceof DataSourceV2ScanRelation relation
        && relation.scan() instanceof VicinalScan scan
        && scan.limit().isEmpty()
        && sources.stream().allMatch(source -> source(source).deterministic())) {
      // By position: the optimizer may give the columns of a whole plan other identities.
      List<NamedExpression> columns = new ArrayList<>();
      for (int i = 0; i < shown.size(); i++) {
        columns.add(named(source(sources.get(i)), shown.get(i), shown.get(i).exprId()));
      }
      return Optional.of(new NearestTarget(scan, Seqs.toList(relation.output()), columns));
    }
    return Optional.empty();
  }

  private static Expression source(NamedExpression column) {
    return column instanceof Alias alias ? alias.child() : (Expression) column;
  }

  /** An expression under the name of a column. */
  private static NamedExpression named(Expression source, NamedExpression column, ExprId identity) {
    return new Alias(
        source,
        column.name(),
        identity,
        column.qualifier(),
        Option.apply(column.metadata()),
        Seqs.of());
  }

  /** The vector field that a column of the target side is, if it is one as it stands. */
  Optional<VectorField> vectorField(Attribute column) {
    for (NamedExpression candidate : columns) {
      if (candidate.exprId().equals(column.exprId())) {
        return source(candidate) instanceof AttributeReference reference
            ? scan.table().spec().schema().findVectorField(reference.name())
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The search for the neighbours of a query among the records of the target side. */
  NearestSearch search(VectorField field, int k, SearchMode mode, @Nullable Integer ef) {
    return new NearestSearch(
        scan.table().connection(),
        scan.table().spec().name(),
        field.name(),
        field.dimension(),
        field.metric(),
        k,
        mode,
        ef == null ? NearestSettings.ef(scan.options()).orElse(null) : ef,
        scan.filter().map(FilterText::toSql).orElse(null),
        NearestSettings.batchRows(scan.options()));
  }

  /** This target side with columns of new identity where they would clash with a plan's own. */
  NearestTarget distinctFrom(LogicalPlan queries) {
    boolean clash =
        columns.stream().anyMatch(column -> queries.outputSet().contains(column.toAttribute()));
    if (!clash) {
      return this;
    }
    return new NearestTarget(scan, read, columns.stream().map(NearestTarget::renewed).toList());
  }

  private static NamedExpression renewed(NamedExpression column) {
    return named(source(column), column, NamedExpression.newExprId());
  }

  private static boolean isCollection(LogicalPlan leaf) {
    return leaf instanceof DataSourceV2Relation relation
        && relation.table() instanceof VicinalTable;
  }
}
