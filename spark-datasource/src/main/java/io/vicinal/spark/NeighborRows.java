package io.vicinal.spark;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** The joined rows of a task, in the order of its queries, nearest neighbours first. */
final class NeighborRows implements Iterator<InternalRow> {
  private final Iterator<InternalRow> rows;
  private final QueryBatches queries;
  private final JoinedRows joined;
  private final NearestMetrics metrics;
  private long queriesCounted;
  private @Nullable InternalRow next;

  NeighborRows(
      Iterator<InternalRow> rows, QueryBatches queries, JoinedRows joined, NearestMetrics metrics) {
    this.rows = rows;
    this.queries = queries;
    this.joined = joined;
    this.metrics = metrics;
  }

  @Override
  public boolean hasNext() {
    return peek() != null;
  }

  @Override
  public InternalRow next() {
    InternalRow row = peek();
    if (row == null) {
      throw new NoSuchElementException("the join has no more rows");
    }
    next = null;
    metrics.rows().add(1);
    return row;
  }

  private @Nullable InternalRow peek() {
    if (next == null) {
      next = advance();
    }
    return next;
  }

  private @Nullable InternalRow advance() {
    while (true) {
      InternalRow row = joined.nextNeighbor();
      if (row != null) {
        return row;
      }
      QueryBatches.Query query = queries.next(rows);
      metrics.queries().add(queries.sent() - queriesCounted);
      queriesCounted = queries.sent();
      if (query == null) {
        return null;
      }
      InternalRow alone = joined.start(query, metrics);
      if (alone != null) {
        return alone;
      }
    }
  }
}
