package io.vicinal.core.engine;

import io.vicinal.arrow.WriteBatches;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** What each row of a validated write batch does. */
final class ChangeColumn {
  private final TinyIntVector operations;

  private ChangeColumn(TinyIntVector operations) {
    this.operations = operations;
  }

  static ChangeColumn of(VectorSchemaRoot batch) {
    return new ChangeColumn((TinyIntVector) batch.getVector(WriteBatches.OPERATION));
  }

  boolean isUpsert(int row) {
    return operations.get(row) == WriteBatches.UPSERT;
  }

  /** The first row from {@code row} on, and before {@code limit}, that does something else. */
  int endOfRun(int row, int limit) {
    byte operation = operations.get(row);
    int end = row + 1;
    while (end < limit && operations.get(end) == operation) {
      end++;
    }
    return end;
  }
}
