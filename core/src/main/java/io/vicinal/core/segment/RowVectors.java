package io.vicinal.core.segment;

import io.vicinal.api.VectorField;
import java.util.List;

/** The vectors of a field in the rows of a segment. Safe for use by several threads. */
public final class RowVectors {
  private final Rows rows;
  private final List<VectorColumn> columns;

  /** The vectors of rows that stay alive while they are read. */
  public RowVectors(Rows rows, VectorField field) {
    this.rows = rows;
    this.columns =
        rows.chunks().stream().map(chunk -> VectorColumn.of(chunk.column(field.name()))).toList();
  }

  /** Copies the vector of a row to {@code into}, from {@code offset} on; for users of the rows. */
  public void read(int row, float[] into, int offset) {
    // What nobody uses is unmapped, and reading it would end the process: a test shall fail before.
    assert rows.isInUse() : "rows are read that nobody uses";
    int chunk = rows.chunkOf(row);
    columns.get(chunk).read(row - rows.start(chunk), into, offset);
  }
}
