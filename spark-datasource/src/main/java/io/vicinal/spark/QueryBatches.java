package io.vicinal.spark;

import io.vicinal.client.NeighborStream;
import io.vicinal.protocol.NearestColumns;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * Sends queries in batches, a few ahead of their answers so that the node always has work, and
 * keeps their rows until they are joined.
 */
final class QueryBatches {
  private static final int AHEAD = NeighborStream.MAX_UNANSWERED - 1;
  private static final long NOT_SENT = -1;

  private final NeighborStream stream;
  private final QueryVector vectors;
  private final BufferAllocator allocator;
  private final int batchRows;
  private final ArrayDeque<Query> waiting = new ArrayDeque<>();
  private final ArrayDeque<Long> batchEnds = new ArrayDeque<>();
  private boolean finished;

  /**
   * A row that waits for its neighbours.
   *
   * @param row the row
   * @param number the number of its query in the stream, or -1 if it has none
   */
  record Query(InternalRow row, long number) {
    boolean isSent() {
      return number != NOT_SENT;
    }
  }

  QueryBatches(
      NeighborStream stream, QueryVector vectors, BufferAllocator allocator, int batchRows) {
    this.stream = stream;
    this.vectors = vectors;
    this.allocator = allocator;
    this.batchRows = batchRows;
  }

  /** The row that is to be joined next, or null after the last. Sends what may be sent. */
  @Nullable Query next(Iterator<InternalRow> rows) {
    while (!batchEnds.isEmpty() && batchEnds.peek() <= stream.answered()) {
      batchEnds.remove();
    }
    while (!finished && batchEnds.size() < AHEAD && waiting.size() < AHEAD * batchRows) {
      sendBatch(rows);
    }
    return waiting.poll();
  }

  /** The number of queries sent so far. */
  long sent() {
    return stream.sent();
  }

  private void sendBatch(Iterator<InternalRow> rows) {
    try (VectorSchemaRoot batch = VectorSchemaRoot.create(stream.querySchema(), allocator)) {
      FixedSizeListVector column = (FixedSizeListVector) batch.getVector(NearestColumns.VECTOR);
      column.setInitialCapacity(batchRows);
      column.allocateNew();
      int queries = 0;
      // Rows without a query are bounded as well: they wait behind those that have one.
      for (int taken = 0; taken < batchRows && rows.hasNext(); taken++) {
        // Spark's iterators use one row object again and again.
        InternalRow row = rows.next().copy();
        float[] vector = vectors.of(row);
        if (vector == null) {
          waiting.add(new Query(row, NOT_SENT));
        } else {
          waiting.add(new Query(row, stream.sent() + queries));
          VectorWriter.set(column, queries++, vector);
        }
      }
      if (queries > 0) {
        batch.setRowCount(queries);
        stream.send(batch);
        batchEnds.add(stream.sent());
      }
    }
    if (!rows.hasNext()) {
      finished = true;
      stream.finishSending();
    }
  }
}
