package io.vicinal.spark;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.apache.spark.sql.execution.metric.SQLMetrics;
import scala.Tuple2;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;

/**
 * What a k-NN join counts, as Spark's user interface shows it.
 *
 * @param queries query vectors sent
 * @param rows rows that came out of the join
 * @param distances distances that the node computed
 * @param waitingNanos time that tasks waited for the node
 */
record NearestMetrics(
    SQLMetric queries, SQLMetric rows, SQLMetric distances, SQLMetric waitingNanos)
    implements Serializable {
  static final String QUERIES = "numQueries";
  static final String ROWS = "numOutputRows";
  static final String DISTANCES = "numDistanceComputations";
  static final String WAITING = "waitingTime";

  private static final long serialVersionUID = 1L;

  static Map<String, SQLMetric> create(SparkContext context) {
    return Map$.MODULE$.from(
        Seqs.of(
            new Tuple2<>(QUERIES, SQLMetrics.createMetric(context, "number of query vectors")),
            new Tuple2<>(ROWS, SQLMetrics.createMetric(context, "number of output rows")),
            new Tuple2<>(
                DISTANCES, SQLMetrics.createMetric(context, "number of distances computed")),
            new Tuple2<>(
                WAITING,
                SQLMetrics.createNanoTimingMetric(context, "time waiting for neighbours", -1))));
  }

  static NearestMetrics of(Map<String, SQLMetric> named) {
    return new NearestMetrics(
        named.apply(QUERIES), named.apply(ROWS), named.apply(DISTANCES), named.apply(WAITING));
  }
}
