package io.vicinal.spark;

import java.util.ArrayList;
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
  private final Expression query;
  private final NearestSearch search;
  private final Seq<Attribute> targets;
  private final boolean outer;

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
    this.child = child;
    this.query = query;
    this.search = search;
    this.targets = targets;
    this.outer = outer;
  }

  LogicalPlan child() {
    return child;
  }

  Expression query() {
    return query;
  }

  NearestSearch search() {
    return search;
  }

  Seq<Attribute> targets() {
    return targets;
  }

  boolean isOuter() {
    return outer;
  }

  /** This join with fewer columns of neighbours. */
  NearestJoin withTargets(List<Attribute> fewer) {
    return new NearestJoin(child, query, search, Seqs.of(fewer), outer);
  }

  @Override
  public Seq<Attribute> output() {
    return output(child.output(), targets, outer);
  }

  /** The distance, for who asks for it by name. */
  @Override
  public Seq<Attribute> metadataOutput() {
    return Seqs.of(
        Seqs.toList(targets).stream()
            .filter(target -> target.name().equals(DistanceColumn.NAME))
            .map(target -> target.withNullability(outer || target.nullable()))
            .toList());
  }

  static Seq<Attribute> output(Seq<Attribute> queries, Seq<Attribute> targets, boolean outer) {
    List<Attribute> all = new ArrayList<>(Seqs.toList(queries));
    Seqs.toList(targets)
        .forEach(target -> all.add(target.withNullability(outer || target.nullable())));
    return Seqs.of(all);
  }

  @Override
  public AttributeSet producedAttributes() {
    return AttributeSet.apply(Seqs.<Expression>of(Seqs.toList(targets)));
  }

  @Override
  public Seq<LogicalPlan> children() {
    return Seqs.of(child);
  }

  @Override
  public LogicalPlan withNewChildrenInternal(IndexedSeq<LogicalPlan> children) {
    return new NearestJoin(children.head(), query, search, targets, outer);
  }

  @Override
  public String nodeName() {
    return NearestJoinExec.NAME;
  }

  @Override
  public String simpleString(int maxFields) {
    return NearestJoinExec.describe(query, search, targets, outer);
  }

  @Override
  public int productArity() {
    return 5;
  }

  @Override
  public Object productElement(int index) {
    return switch (index) {
      case 0 -> child;
      case 1 -> query;
      case 2 -> search;
      case 3 -> targets;
      case 4 -> outer;
      default -> throw new IndexOutOfBoundsException(index);
    };
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof NearestJoin;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NearestJoin that
        && child.equals(that.child)
        && query.equals(that.query)
        && search.equals(that.search)
        && targets.equals(that.targets)
        && outer == that.outer;
  }

  @Override
  public int hashCode() {
    return Objects.hash(child, query, search, targets, outer);
  }
}
