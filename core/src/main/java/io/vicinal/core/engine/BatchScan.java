package io.vicinal.core.engine;

import io.vicinal.core.segment.ChunkBuilder;
import io.vicinal.core.segment.RowChunk;
import java.util.BitSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The rows of a scan as Arrow batches, in the manner of an Arrow reader: one root, loaded with one
 * batch after the other. Keeps its view until it is closed.
 *
 * <p>Chunks of which every row is returned are not copied: the root then shares their memory, which
 * stays alive as long as somebody uses it, be it after the scan. For one thread.
 */
public final class BatchScan implements AutoCloseable {
  private final EngineView view;
  private final RowSelection selection;
  private final BufferAllocator allocator;
  private final VectorSchemaRoot root;
  private boolean closed;

  /** A scan that takes over one use of the view. */
  BatchScan(
      EngineView view, RowSelection selection, VectorSchemaRoot root, BufferAllocator allocator) {
    this.view = view;
    this.selection = selection;
    this.root = root;
    this.allocator = allocator;
  }

  /** The root whose vectors {@link #loadNext} fills: the id, then the fields projected. */
  public VectorSchemaRoot root() {
    return root;
  }

  /** The position in the log that the scan shows. */
  public long sequenceNumber() {
    return view.sequenceNumber();
  }

  /** Loads the next batch, which has at least one row; false, and no rows, after the last. */
  public boolean loadNext() {
    root.clear();
    root.setRowCount(0);
    if (closed || !selection.next()) {
      return false;
    }
    RowChunk chunk = selection.chunk();
    if (selection.rows().cardinality() == chunk.rowCount()) {
      share(chunk.columns());
    } else {
      RowChunk selected = copySelected(chunk);
      share(selected.columns());
      selected.release();
    }
    return true;
  }

  /** Frees the root and stops using the view; idempotent. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      root.close();
      view.close();
    }
  }

  private void share(VectorSchemaRoot source) {
    for (FieldVector target : root.getFieldVectors()) {
      FieldVector column = source.getVector(target.getName());
      column.makeTransferPair(target).splitAndTransfer(0, source.getRowCount());
    }
    root.setRowCount(source.getRowCount());
  }

  private RowChunk copySelected(RowChunk chunk) {
    BitSet rows = selection.rows();
    try (ChunkBuilder builder =
        ChunkBuilder.create(root.getSchema(), rows.cardinality(), allocator)) {
      for (int from = rows.nextSetBit(0); from >= 0; ) {
        int end = rows.nextClearBit(from);
        builder.append(chunk.columns(), from, end - from);
        from = rows.nextSetBit(end);
      }
      return builder.finish();
    }
  }
}
