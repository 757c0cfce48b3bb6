package io.vicinal.server.flight;

import io.vicinal.api.RecordCursor;
import io.vicinal.api.VectorRecord;
import io.vicinal.arrow.RecordBatches;
import java.util.Iterator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Batches of records that come one by one. */
final class RecordSource implements BatchSource {
  private final RecordBatches batches;
  private final Iterator<VectorRecord> records;
  private final Runnable release;
  private final int batchRows;
  private final VectorSchemaRoot root;
  private boolean closed;

  /** A scan that closes the cursor. */
  RecordSource(
      RecordBatches batches, RecordCursor cursor, int batchRows, BufferAllocator allocator) {
    this(batches, cursor, cursor::close, batchRows, allocator);
  }

  /** A scan that runs {@code release} once, when it is closed. */
  RecordSource(
      RecordBatches batches,
      Iterator<VectorRecord> records,
      Runnable release,
      int batchRows,
      BufferAllocator allocator) {
    this.batches = batches;
    this.records = records;
    this.release = release;
    this.batchRows = batchRows;
    this.root = VectorSchemaRoot.create(batches.schema(), allocator);
  }

  @Override
  public VectorSchemaRoot root() {
    return root;
  }

  @Override
  public boolean loadNext() {
    root.clear();
    if (!records.hasNext()) {
      return false;
    }
    root.getFieldVectors().forEach(this::allocate);
    int rows = 0;
    while (rows < batchRows && records.hasNext()) {
      batches.write(root, rows++, records.next());
    }
    root.setRowCount(rows);
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

  private void allocate(FieldVector column) {
    column.setInitialCapacity(batchRows);
    column.allocateNew();
  }
}
