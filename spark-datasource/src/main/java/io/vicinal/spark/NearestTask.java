package io.vicinal.spark;

import io.vicinal.api.CollectionSchema;
import io.vicinal.client.NeighborStream;
import io.vicinal.client.RemoteCollection;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.util.TaskCompletionListener;
import scala.collection.immutable.Seq;

/**
 * Joins the queries of one task.
 *
 * @param search what is searched
 * @param layout the columns that go in and come out
 * @param metrics what is counted
 */
record NearestTask(NearestSearch search, Layout layout, NearestMetrics metrics)
    implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
  private static final long serialVersionUID = 1L;

  /**
   * The columns of a join.
   *
   * @param input of rows with queries
   * @param query the vector, over the input
   * @param targets of neighbours
   * @param output of joined rows: the input, then the targets
   * @param outer whether queries without neighbours are kept
   */
  record Layout(
      Seq<Attribute> input,
      Expression query,
      List<Attribute> targets,
      Seq<Attribute> output,
      boolean outer)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    List<String> targetNames() {
      return targets.stream().map(Attribute::name).toList();
    }
  }

  @Override
  public Iterator<InternalRow> call(Iterator<InternalRow> rows) {
    if (!rows.hasNext()) {
      return rows;
    }
    RemoteCollection collection =
        Connections.to(search.connection()).collection(search.collection());
    List<String> fields =
        layout.targetNames().stream()
            .filter(name -> !name.equals(CollectionSchema.ID))
            .filter(name -> !name.equals(DistanceColumn.NAME))
            .toList();
    NeighborStream stream = collection.nearest(search.toOptions(fields));
    TaskContext context = TaskContext.get();
    if (context != null) {
      TaskCompletionListener closing = ended -> stream.close();
      context.addTaskCompletionListener(closing);
    }
    QueryBatches queries =
        new QueryBatches(
            stream,
            new QueryVector(layout.input(), layout.query(), search),
            collection.allocator(),
            search.batchRows());
    return new NeighborRows(rows, queries, new JoinedRows(layout, stream), metrics);
  }
}
