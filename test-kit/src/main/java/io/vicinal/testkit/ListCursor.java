package io.vicinal.testkit;

import io.vicinal.api.RecordCursor;
import io.vicinal.api.VectorRecord;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** A scan of records that are all there already. */
final class ListCursor implements RecordCursor {
  private final Iterator<VectorRecord> records;
  private final Runnable onClose;
  private boolean closed;

  ListCursor(List<VectorRecord> records, Runnable onClose) {
    this.records = records.iterator();
    this.onClose = onClose;
  }

  @Override
  public boolean hasNext() {
    return !closed && records.hasNext();
  }

  @Override
  public VectorRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the scan has no more records");
    }
    return records.next();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      onClose.run();
    }
  }
}
