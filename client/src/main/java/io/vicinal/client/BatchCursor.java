package io.vicinal.client;

import io.vicinal.api.RecordCursor;
import io.vicinal.api.VectorRecord;
import io.vicinal.arrow.RecordBatches;
import java.util.NoSuchElementException;

/** The records of batches, one by one. */
final class BatchCursor implements RecordCursor {
  private final BatchStream batches;
  private final RecordBatches layout;
  private int row;
  private int rows;

  /** A cursor that closes the stream. */
  BatchCursor(BatchStream batches, RecordBatches layout) {
    this.batches = batches;
    this.layout = layout;
  }

  @Override
  public boolean hasNext() {
    while (row == rows) {
      if (!batches.loadNext()) {
        return false;
      }
      row = 0;
      rows = batches.root().getRowCount();
    }
    return true;
  }

  @Override
  public VectorRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the scan has no more records");
    }
    return layout.read(batches.root(), row++);
  }

  @Override
  public void close() {
    batches.close();
  }
}
