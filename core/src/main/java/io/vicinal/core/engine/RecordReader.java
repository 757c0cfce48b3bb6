package io.vicinal.core.engine;

import io.vicinal.api.VectorRecord;
import io.vicinal.arrow.RecordBatches;
import io.vicinal.core.segment.RowChunk;
import io.vicinal.core.segment.Rows;

/** Makes records of rows, with the fields of a projection. */
record RecordReader(RecordBatches batches) {
  VectorRecord read(Rows rows, int row) {
    int chunk = rows.chunkOf(row);
    return read(rows.chunks().get(chunk), row - rows.start(chunk));
  }

  VectorRecord read(RowChunk chunk, int row) {
    return batches.read(chunk.columns(), row);
  }
}
