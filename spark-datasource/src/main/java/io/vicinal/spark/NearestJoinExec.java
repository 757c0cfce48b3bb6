package io.vicinal.spark;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.plans.physical.Partitioning;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;

/** Runs a k-NN join: each task sends its queries to the node and joins what comes back. */
public final class NearestJoinExec extends SparkPlan {
  /** How plans name it. */
  static final String NAME = "VicinalNearestJoin";

  private static final long serialVersionUID = 1L;

  private final SparkPlan child;
  private final Expression query;
  private final NearestSearch search;
  private final Seq<Attribute> targets;
  private final boolean outer;
  private transient @Nullable Map<String, SQLMetric> metrics;

  /** A join; see {@link NearestJoin}. Spark makes copies by reflection on the parameters. */
  public NearestJoinExec(
      SparkPlan child,
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

  /** The line of a plan that says what is joined, and how. */
  static String describe(
      Expression query, NearestSearch search, Seq<Attribute> targets, boolean outer) {
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

  @Override
  public RDD<InternalRow> doExecute() {
    List<Attribute> columns = Seqs.toList(targets);
    NearestTask task =
        new NearestTask(
            search,
            new NearestTask.Layout(child.output(), query, columns, output(), outer),
            NearestMetrics.of(metrics()));
    JavaRDD<InternalRow> joined = child.execute().toJavaRDD().mapPartitions(task);
    return joined.rdd();
  }

  @Override
  public synchronized Map<String, SQLMetric> metrics() {
    if (metrics == null) {
      metrics = NearestMetrics.create(sparkContext());
    }
    return metrics;
  }

  @Override
  public Seq<Attribute> output() {
    return NearestJoin.output(child.output(), targets, outer);
  }

  @Override
  public AttributeSet producedAttributes() {
    return AttributeSet.apply(Seqs.<Expression>of(Seqs.toList(targets)));
  }

  /** Rows stay where their query is. */
  @Override
  public Partitioning outputPartitioning() {
    return child.outputPartitioning();
  }

  /** Rows stay in the order of their queries. */
  @Override
  public Seq<SortOrder> outputOrdering() {
    return child.outputOrdering();
  }

  @Override
  public Seq<SparkPlan> children() {
    return Seqs.of(child);
  }

  @Override
  public SparkPlan withNewChildrenInternal(IndexedSeq<SparkPlan> children) {
    return new NearestJoinExec(children.head(), query, search, targets, outer);
  }

  @Override
  public String nodeName() {
    return NAME;
  }

  @Override
  public String simpleString(int maxFields) {
    return describe(query, search, targets, outer);
  }

  @Override
  public String verboseStringWithOperatorId() {
    return formattedNodeName() + "\n" + simpleString(Integer.MAX_VALUE) + "\n";
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
    return other instanceof NearestJoinExec;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NearestJoinExec that
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
