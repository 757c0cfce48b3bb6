package io.vicinal.core.engine;

import io.vicinal.api.RecordCursor;
import io.vicinal.api.VectorRecord;
import java.util.NoSuchElementException;

/** The records of a scan, made one at a time. Keeps its view until it is closed. One thread. */
final class RecordScan implements RecordCursor {
  private final EngineView view;
  private final RowSelection selection;
  private final RecordReader reader;
  private int row = -1;
  private boolean ended;
  private boolean closed;

  /** A scan that takes over one use of the view. */
  RecordScan(EngineView view, RowSelection selection, RecordReader reader) {
    this.view = view;
    this.selection = selection;
    this.reader = reader;
    advance();
  }

  @Override
  public boolean hasNext() {
    return !closed && !ended;
  }

  @Override
  public VectorRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException(closed ? "the scan is closed" : "the scan has ended");
    }
    VectorRecord record = reader.read(selection.chunk(), row);
    advance();
    return record;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      view.close();
    }
  }

  private void advance() {
    row = selection.rows().nextSetBit(row + 1);
    if (row < 0) {
      ended = !selection.next();
      row = ended ? -1 : selection.rows().nextSetBit(0);
    }
  }
}
