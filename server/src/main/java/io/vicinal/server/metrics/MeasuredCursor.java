package io.vicinal.server.metrics;

import io.vicinal.api.RecordCursor;
import io.vicinal.api.VectorRecord;

/** A scan whose records are counted, and its time until it is closed. */
final class MeasuredCursor implements RecordCursor {
  private final RecordCursor inner;
  private final OngoingOperation scan;
  private final NodeMetrics metrics;
  private long records;

  MeasuredCursor(RecordCursor inner, OngoingOperation scan, NodeMetrics metrics) {
    this.inner = inner;
    this.scan = scan;
    this.metrics = metrics;
  }

  @Override
  public boolean hasNext() {
    return scan.step(inner::hasNext);
  }

  @Override
  public VectorRecord next() {
    VectorRecord next = scan.step(inner::next);
    records++;
    return next;
  }

  @Override
  public void close() {
    metrics.scanned(records);
    records = 0;
    scan.end();
    inner.close();
  }
}
