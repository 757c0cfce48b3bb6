package io.vicinal.spark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.Metadata;
import scala.Option;

/**
 * Builds the plan of a k-NN join: a {@link NearestJoin} that brings what the store returns, under
 * identities of its own, and a projection on top with the columns of both sides. Joining the result
 * with itself works like this, for Spark knows how to give a projection new identities.
 */
final class NearestPlan {
  private final LogicalPlan queries;
  private final boolean outer;
  private final Attribute distance;
  private final Map<ExprId, Attribute> brought = new LinkedHashMap<>();
  private final List<NamedExpression> columns;

  NearestPlan(LogicalPlan queries, NearestTarget target, boolean outer) {
    this.queries = queries;
    this.outer = outer;
    this.columns = new ArrayList<>(Seqs.toList(queries.output()));
    for (AttributeReference column : target.read()) {
      brought.put(column.exprId(), fresh(column.name(), column));
    }
    this.distance =
        brought.values().stream()
            .filter(column -> column.name().equals(DistanceColumn.NAME))
            .findFirst()
            .orElseGet(() -> DistanceColumn.attribute(outer));
    target.columns().forEach(column -> columns.add(named(column)));
  }

  /** Adds a column with the distance from the query, null where a query has no neighbour. */
  NearestPlan withDistance(String name) {
    columns.add(
        new Alias(
            distance, name, NamedExpression.newExprId(), Seqs.of(), Option.empty(), Seqs.of()));
    return this;
  }

  /** The plan. */
  LogicalPlan build(Expression query, NearestSearch search) {
    List<Attribute> targets = new ArrayList<>(brought.values());
    if (!targets.contains(distance)) {
      targets.add(distance);
    }
    NearestJoin join = new NearestJoin(queries, query, search, Seqs.of(targets), outer);
    return new Project(Seqs.of(columns), join);
  }

  /** A column of the target side under the name and identity that it has there. */
  private NamedExpression named(NamedExpression column) {
    return new Alias(
        value(column),
        column.name(),
        column.exprId(),
        column.qualifier(),
        Option.apply(column.metadata()),
        Seqs.of());
  }

  private Expression value(NamedExpression column) {
    Expression source = column instanceof Alias alias ? alias.child() : (Expression) column;
    Expression value =
        source.transformUp(
            Functions.<Expression, AttributeReference>partial(
                AttributeReference.class, read -> brought.getOrDefault(read.exprId(), read)));
    // A query without neighbour has nulls, whatever an expression makes of nulls.
    return outer && !(value instanceof Attribute)
        ? new If(new IsNotNull(distance), value, Literal.create(null, value.dataType()))
        : value;
  }

  private Attribute fresh(String name, AttributeReference like) {
    return new AttributeReference(
        name,
        like.dataType(),
        outer || like.nullable(),
        Metadata.empty(),
        NamedExpression.newExprId(),
        Seqs.of());
  }
}
