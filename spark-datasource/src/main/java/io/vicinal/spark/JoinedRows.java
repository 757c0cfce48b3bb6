package io.vicinal.spark;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.client.NeighborStream;
import io.vicinal.protocol.NearestColumns;
import org.apache.arrow.vector.IntVector;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/** Joins rows of queries with the neighbours that a stream brings in the same order. */
final class JoinedRows {
  private final NeighborStream stream;
  private final NearestTask.Layout layout;
  private final UnsafeProjection projection;
  private final JoinedRow joined = new JoinedRow();
  private final InternalRow noNeighbor;
  private @Nullable ColumnarBatch neighbors;
  private @Nullable IntVector queryNumbers;
  private QueryBatches.@Nullable Query query;
  private int position;
  private int rows;

  JoinedRows(NearestTask.Layout layout, NeighborStream stream) {
    this.stream = stream;
    this.layout = layout;
    this.projection =
        UnsafeProjection.create(Seqs.<Expression>of(Seqs.toList(layout.output())), layout.output());
    this.noNeighbor = new GenericInternalRow(layout.targets().size());
  }

  /** The current query with its next neighbour, or null after its last. */
  @Nullable InternalRow nextNeighbor() {
    if (query == null || neighbors == null || !isNeighborOf(query)) {
      return null;
    }
    return projection.apply(joined.apply(query.row(), neighbors.getRow(position++)));
  }

  /**
   * Goes on to the next query, waiting for its answer.
   *
   * @return the query alone, if it has no neighbours and the join keeps it
   */
  @Nullable InternalRow start(QueryBatches.Query next, NearestMetrics metrics) {
    query = next;
    while (next.isSent() && stream.answered() <= next.number()) {
      load(next, metrics);
    }
    if (isNeighborOf(next) || !layout.outer()) {
      return null;
    }
    return projection.apply(joined.apply(next.row(), noNeighbor));
  }

  private boolean isNeighborOf(QueryBatches.Query wanted) {
    return wanted.isSent()
        && queryNumbers != null
        && position < rows
        && queryNumbers.get(position) == wanted.number();
  }

  private void load(QueryBatches.Query wanted, NearestMetrics metrics) {
    long begun = System.nanoTime();
    boolean loaded = stream.loadNext();
    metrics.waitingNanos().add(System.nanoTime() - begun);
    if (!loaded) {
      throw new VicinalException(
          ErrorCode.INTERNAL,
          "a stream of searches ended after "
              + stream.answered()
              + " answers; expected one to query "
              + wanted.number());
    }
    if (neighbors == null) {
      neighbors = ArrowColumns.batch(stream.root(), layout.targetNames().toArray(String[]::new));
      queryNumbers = (IntVector) stream.root().getVector(NearestColumns.QUERY);
    }
    metrics.distances().add(stream.progress().distanceComputations());
    position = 0;
    rows = stream.root().getRowCount();
    neighbors.setNumRows(rows);
  }
}
