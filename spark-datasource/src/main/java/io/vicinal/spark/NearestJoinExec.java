package io.vicinal.spark;

import java.util.List;
import java.util.Objects;
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
  private static final long serialVersionUID = 1L;

  private final SparkPlan child;
  private final JoinParts parts;
  private transient @Nullable Map<String, SQLMetric> metrics;

  /** A join; see {@link NearestJoin}. Spark makes copies by reflection on the parameters. */
  public NearestJoinExec(
      SparkPlan child,
      Expression query,
      NearestSearch search,
      Seq<Attribute> targets,
      boolean outer) {
    this(child, new JoinParts(query, search, targets, outer));
  }

  NearestJoinExec(SparkPlan child, JoinParts parts) {
    this.child = child;
    this.parts = parts;
  }

  @Override
  public RDD<InternalRow> doExecute() {
    List<Attribute> columns = Seqs.toList(parts.targets());
    NearestTask task =
        new NearestTask(
            parts.search(),
            new NearestTask.Layout(child.output(), parts.query(), columns, output(), parts.outer()),
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
    return parts.output(child.output());
  }

  @Override
  public AttributeSet producedAttributes() {
    return parts.produced();
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
    return new NearestJoinExec(children.head(), parts);
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
  public String verboseStringWithOperatorId() {
    return formattedNodeName() + "\n" + simpleString(Integer.MAX_VALUE) + "\n";
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
    return other instanceof NearestJoinExec;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NearestJoinExec that
        && child.equals(that.child)
        && parts.equals(that.parts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(child, parts);
  }
}
