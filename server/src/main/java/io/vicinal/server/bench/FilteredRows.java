package io.vicinal.server.bench;

import io.vicinal.core.filter.RowFilter;
import io.vicinal.core.segment.Rows;
import java.util.BitSet;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The attributes of the base's rows and a filter on them. Safe for use by several threads until it
 * is closed.
 */
final class FilteredRows implements AutoCloseable {
  private final Rows rows;
  private final RowFilter filter;
  private final BufferAllocator allocator;
  private final BitSet accepted;

  /** Takes over the rows and their allocator. */
  FilteredRows(Rows rows, RowFilter filter, BufferAllocator allocator) {
    this.rows = rows;
    this.filter = filter;
    this.allocator = allocator;
    this.accepted = filter.matches(rows);
  }

  /** The rows that pass, found anew. */
  BitSet evaluate() {
    return filter.matches(rows);
  }

  /** The rows that pass, as found once. */
  BitSet accepted() {
    return accepted;
  }

  @Override
  public void close() {
    rows.release();
    allocator.close();
  }
}
