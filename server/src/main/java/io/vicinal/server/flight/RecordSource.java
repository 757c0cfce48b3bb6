package io.vicinal.server.flight;

import io.vicinal.api.VectorRecord;
import io.vicinal.arrow.RecordBatches;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Batches of records that come one by one. A batch is gathered first, so that its columns take the
 * memory of the rows that there are: the same number of rows is little or much, as vectors are
 * short or long.
 */
final class RecordSource implements BatchSource {
  /** The most rows of a batch, unless said otherwise. */
  static final int MAX_ROWS = 16_384;

  private final RecordBatches batches;
  private final Iterator<VectorRecord> records;
  private final Runnable release;
  private final int maxRows;
  private final VectorSchemaRoot root;
  private boolean closed;

  /**
   * A scan that runs {@code release} once, when it is closed.
   *
   * @param maxRows the most rows of a batch, which has fewer where {@link RecordSize} says so
   */
  RecordSource(
      RecordBatches batches,
      Iterator<VectorRecord> records,
      Runnable release,
      int maxRows,
      BufferAllocator allocator) {
    this.batches = batches;
    this.records = records;
    this.release = release;
    this.maxRows = maxRows;
    this.root = VectorSchemaRoot.create(batches.schema(), allocator);
  }

  @Override
  public VectorSchemaRoot root() {
    return root;
  }

  @Override
  public boolean loadNext() {
    root.clear();
    List<VectorRecord> batch = gather();
    if (batch.isEmpty()) {
      return false;
    }
    root.getFieldVectors().forEach(column -> allocate(column, batch.size()));
    for (int row = 0; row < batch.size(); row++) {
      batches.write(root, row, batch.get(row));
    }
    root.setRowCount(batch.size());
    return true;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      root.close();
      release.run();
    }
  }

  private List<VectorRecord> gather() {
    List<VectorRecord> batch = new ArrayList<>();
    long bytes = 0;
    while (batch.size() < maxRows && bytes < RecordSize.MESSAGE_BYTES && records.hasNext()) {
      VectorRecord record = records.next();
      bytes += RecordSize.of(record);
      batch.add(record);
    }
    return batch;
  }

  private static void allocate(FieldVector column, int rows) {
    column.setInitialCapacity(rows);
    column.allocateNew();
  }
}
