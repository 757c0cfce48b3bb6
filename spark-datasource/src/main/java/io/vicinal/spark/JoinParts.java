package io.vicinal.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.Expression;
import scala.collection.immutable.Seq;

/**
 * What a k-NN join consists of beside its child, the same in the logical and in the physical plan.
 *
 * @param query the vector, over the child
 * @param search what is searched
 * @param targets the columns of neighbours, each named as a field, {@code id} or {@code _distance}
 * @param outer whether queries without neighbours are kept
 */
record JoinParts(Expression query, NearestSearch search, Seq<Attribute> targets, boolean outer)
    implements Serializable {
  /** How plans name a join. */
  static final String NAME = "VicinalNearestJoin";

  /** The elements of a plan: its child, then these parts. */
  static final int ARITY = 5;

  private static final long serialVersionUID = 1L;

  /** An element of the plan with this child; Spark finds expressions in them, and makes copies. */
  Object element(Object child, int index) {
    return switch (index) {
      case 0 -> child;
      case 1 -> query;
      case 2 -> search;
      case 3 -> targets;
      case 4 -> outer;
      default -> throw new IndexOutOfBoundsException(index);
    };
  }

  /** The columns of the join: those of its child, then the targets. */
  Seq<Attribute> output(Seq<Attribute> queries) {
    List<Attribute> all = new ArrayList<>(Seqs.toList(queries));
    Seqs.toList(targets).forEach(target -> all.add(nullable(target)));
    return Seqs.of(all);
  }

  /** A target as the join shows it. */
  Attribute nullable(Attribute target) {
    return target.withNullability(outer || target.nullable());
  }

  /** The columns that no child has. */
  AttributeSet produced() {
    return AttributeSet.apply(Seqs.<Expression>of(Seqs.toList(targets)));
  }

  /** These parts with fewer columns of neighbours. */
  JoinParts withTargets(List<Attribute> fewer) {
    return new JoinParts(query, search, Seqs.of(fewer), outer);
  }

  /** The line of a plan that says what is joined, and how. */
  @Override
  public String toString() {
    String columns =
        Seqs.toList(targets).stream()
            .map(Attribute::toString)
            .collect(Collectors.joining(", ", "[", "]"));
    return NAME
        + (outer ? " LeftOuter" : " Inner")
        + ", query "
        + query
        + ", "
        + search
        + ", columns "
        + columns;
  }
}
