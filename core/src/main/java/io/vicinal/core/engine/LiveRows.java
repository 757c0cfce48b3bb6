package io.vicinal.core.engine;

import io.vicinal.core.segment.ChunkBuilder;
import io.vicinal.core.segment.RowChunk;
import java.util.BitSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The rows that exist in the sources of a compaction, copied into full chunks. A chunk is valid
 * until the next one is asked for. For one thread.
 */
final class LiveRows implements Iterator<RowChunk>, AutoCloseable {
  private final Schema columns;
  private final ChunkLimits limits;
  private final BufferAllocator allocator;
  private final RowSelection selection;
  private int row;
  private @Nullable RowChunk handedOut;

  LiveRows(Compaction compaction, Schema columns, ChunkLimits limits, BufferAllocator allocator) {
    this.columns = columns;
    this.limits = limits;
    this.allocator = allocator;
    this.selection = new RowSelection(compaction.sources(), Optional.empty(), OptionalLong.empty());
    this.row = selection.next() ? selection.rows().nextSetBit(0) : -1;
  }

  @Override
  public boolean hasNext() {
    return row >= 0;
  }

  @Override
  public RowChunk next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more rows");
    }
    close();
    try (ChunkBuilder builder = ChunkBuilder.create(columns, limits.rows(), allocator)) {
      long bytes = 0;
      while (row >= 0) {
        BitSet rows = selection.rows();
        VectorSchemaRoot source = selection.chunk().columns();
        int end = limits.endOfFitting(source, row, rows.nextClearBit(row), builder.rows(), bytes);
        if (end == row) {
          break;
        }
        builder.append(source, row, end - row);
        bytes += ChunkLimits.bytes(source, row, end);
        row = rows.nextSetBit(end);
        if (row < 0 && selection.next()) {
          row = selection.rows().nextSetBit(0);
        }
      }
      handedOut = builder.finish();
      return handedOut;
    }
  }

  /** Frees the chunk that was handed out last. */
  @Override
  public void close() {
    if (handedOut != null) {
      handedOut.release();
      handedOut = null;
    }
  }
}
