package io.vicinal.cluster;

import io.vicinal.api.RecordCursor;
import io.vicinal.api.VectorRecord;
import java.util.List;
import java.util.NoSuchElementException;

/** The scans of all shards, one after the other, with a limit for all of them together. */
final class ShardedScan implements RecordCursor {
  private final List<RecordCursor> shards;
  private long rest;
  private int current;

  ShardedScan(List<RecordCursor> shards, long limit) {
    this.shards = shards;
    this.rest = limit;
  }

  @Override
  public boolean hasNext() {
    while (rest > 0 && current < shards.size()) {
      if (shards.get(current).hasNext()) {
        return true;
      }
      current++;
    }
    return false;
  }

  @Override
  public VectorRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the scan has ended");
    }
    rest--;
    return shards.get(current).next();
  }

  @Override
  public void close() {
    rest = 0;
    shards.forEach(RecordCursor::close);
  }
}
