package io.vicinal.core.engine;

import io.vicinal.core.segment.ChunkBuilder;
import io.vicinal.core.segment.RowChunk;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Gathers rows from many batches into as few chunks as they fit in. For one thread. */
final class RowGathering implements AutoCloseable {
  private final Schema columns;
  private final ChunkLimits limits;
  private final BufferAllocator allocator;
  private final List<RowChunk> chunks = new ArrayList<>();
  private @Nullable ChunkBuilder builder;
  private long builderBytes;

  RowGathering(Schema columns, ChunkLimits limits, BufferAllocator allocator) {
    this.columns = columns;
    this.limits = limits;
    this.allocator = allocator;
  }

  /** Adds the rows of the batch's upserts. */
  void addUpserts(VectorSchemaRoot batch, long sequenceNumber) {
    ChangeColumn changes = ChangeColumn.of(batch);
    int rows = batch.getRowCount();
    for (int row = 0; row < rows; ) {
      int end = changes.endOfRun(row, rows);
      if (changes.isUpsert(row)) {
        add(batch, row, end, sequenceNumber);
      }
      row = end;
    }
  }

  private void add(VectorSchemaRoot batch, int from, int to, long sequenceNumber) {
    for (int row = from; row < to; ) {
      ChunkBuilder target = builder(batch.getRowCount() - row);
      int end = limits.endOfFitting(batch, row, to, target.rows(), builderBytes);
      if (end == row) {
        seal();
      } else {
        target.append(batch, row, end - row, sequenceNumber);
        builderBytes += ChunkLimits.bytes(batch, row, end);
        row = end;
      }
    }
  }

  /** The chunks of all rows, of each of which the caller becomes the user. */
  List<RowChunk> finish() {
    seal();
    List<RowChunk> finished = List.copyOf(chunks);
    chunks.clear();
    return finished;
  }

  /** Frees what was gathered and not handed out. */
  @Override
  public void close() {
    if (builder != null) {
      builder.close();
    }
    chunks.forEach(RowChunk::release);
  }

  private ChunkBuilder builder(int expectedRows) {
    if (builder == null) {
      builder = ChunkBuilder.create(columns, Math.min(limits.rows(), expectedRows), allocator);
      builderBytes = 0;
    }
    return builder;
  }

  private void seal() {
    if (builder != null && builder.rows() > 0) {
      chunks.add(builder.finish());
      builder = null;
    }
  }
}
