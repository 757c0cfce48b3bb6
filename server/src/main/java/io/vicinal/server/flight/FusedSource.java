package io.vicinal.server.flight;

import io.vicinal.api.FusedNeighbor;
import io.vicinal.api.FusedResult;
import io.vicinal.protocol.FusedBatches;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The neighbours that a fused search found, in batches of about the size of a message. */
final class FusedSource implements BatchSource {
  private final FusedBatches batches;
  private final List<FusedNeighbor> neighbors;
  private final VectorSchemaRoot root;
  private int sent;

  FusedSource(FusedBatches batches, FusedResult result, BufferAllocator allocator) {
    this.batches = batches;
    this.neighbors = result.neighbors();
    this.root = VectorSchemaRoot.create(batches.schema(result.statistics()), allocator);
  }

  @Override
  public VectorSchemaRoot root() {
    return root;
  }

  @Override
  public boolean loadNext() {
    root.clear();
    int rows = rowsOfNext();
    if (rows == 0) {
      return false;
    }
    root.getFieldVectors().forEach(column -> column.setInitialCapacity(rows));
    root.allocateNew();
    for (int row = 0; row < rows; row++) {
      batches.write(root, row, neighbors.get(sent++));
    }
    root.setRowCount(rows);
    return true;
  }

  @Override
  public void close() {
    root.close();
  }

  private int rowsOfNext() {
    int most = Math.min(RecordSource.MAX_ROWS, neighbors.size() - sent);
    int rows = 0;
    for (long bytes = 0; rows < most && bytes < RecordSize.MESSAGE_BYTES; rows++) {
      bytes += RecordSize.of(neighbors.get(sent + rows).record());
    }
    return rows;
  }
}
