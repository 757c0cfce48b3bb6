package io.vicinal.core.segment;

import io.vicinal.api.SparseField;
import io.vicinal.arrow.SparseLists;
import io.vicinal.core.sparse.SparseEntries;
import org.apache.arrow.vector.FieldVector;

/** The components of a column of sparse vectors. */
public final class SparseColumn {
  private SparseColumn() {}

  /** Those of a field in rows that stay alive while they are read. */
  public static SparseEntries of(Rows rows, SparseField field) {
    return consumer -> {
      for (int chunk = 0; chunk < rows.chunks().size(); chunk++) {
        FieldVector column = rows.chunks().get(chunk).column(field.name());
        of(column, rows.start(chunk)).forEach(consumer);
      }
    };
  }

  /** Those of a column, whose first row has that number. */
  public static SparseEntries of(FieldVector column, int firstRow) {
    SparseLists vectors = SparseLists.of(column);
    return consumer -> {
      for (int row = 0; row < vectors.rows(); row++) {
        if (!vectors.isNull(row)) {
          for (int i = 0; i < vectors.size(row); i++) {
            consumer.accept(firstRow + row, vectors.index(row, i), vectors.value(row, i));
          }
        }
      }
    };
  }
}
