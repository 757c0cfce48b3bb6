package io.vicinal.spark;

import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * A k-NN join in a logical plan: the rows of the child, each with its nearest neighbours in a
 * collection. Made by {@link NearestByRule} and {@link KnnJoin}.
 */
public final class NearestJoin extends LogicalPlan {
  private static final long serialVersionUID = 1L;

  private final LogicalPlan child;
  private final JoinParts parts;

  /**
   * A join. Spark makes copies by reflection on the parameters.
   *
   * @param child the queries
   * @param query their vector
   * @param search what is searched
   * @param targets the columns of neighbours, each named as a field, {@code id} or {@code
   *     _distance}
   * @param outer whether queries without neighbours are kept
   */
  public NearestJoin(
      LogicalPlan child,
      Expression query,
      NearestSearch search,
      Seq<Attribute> targets,
      boolean outer) {
    this(child, new JoinParts(query, search, targets, outer));
  }

  private NearestJoin(LogicalPlan child, JoinParts parts) {
    this.child = child;
    this.parts = parts;
  }

  LogicalPlan child() {
    return child;
  }

  JoinParts parts() {
    return parts;
  }

  /** This join with fewer columns of neighbours. */
  NearestJoin withTargets(List<Attribute> fewer) {
    return new NearestJoin(child, parts.withTargets(fewer));
  }

  @Override
  public Seq<Attribute> output() {
    return parts.output(child.output());
  }

  /** The distance, for who asks for it by name. */
  @Override
  public Seq<Attribute> metadataOutput() {
    return Seqs.of(
        Seqs.toList(parts.targets()).stream()
            .filter(target -> target.name().equals(DistanceColumn.NAME))
            .map(parts::nullable)
            .toList());
  }

  @Override
  public AttributeSet producedAttributes() {
    return parts.produced();
  }

  @Override
  public Seq<LogicalPlan> children() {
    return Seqs.of(child);
  }

  @Override
  public LogicalPlan withNewChildrenInternal(IndexedSeq<LogicalPlan> children) {
    return new NearestJoin(children.head(), parts);
  }

  @Override
  public String nodeName() {
    return JoinParts.NAME;
  }

  @Override
  public String simpleString(int maxFields) {
    return parts.toString();
  }

  @Override
  public int productArity() {
    return JoinParts.ARITY;
  }

  @Override
  public Object productElement(int index) {
    return parts.element(child, index);
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof NearestJoin;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NearestJoin that
        && child.equals(that.child)
        && parts.equals(that.parts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(child, parts);
  }
}
