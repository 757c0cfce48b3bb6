package io.vicinal.core.segment;

import io.vicinal.api.SparseField;
import io.vicinal.arrow.ArrowSchemas;
import io.vicinal.core.sparse.SparseEntries;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

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
    StructVector vectors = (StructVector) column;
    ListVector indexLists = (ListVector) vectors.getChild(ArrowSchemas.INDICES);
    ListVector valueLists = (ListVector) vectors.getChild(ArrowSchemas.VALUES);
    IntVector indices = (IntVector) indexLists.getDataVector();
    Float4Vector values = (Float4Vector) valueLists.getDataVector();
    return consumer -> {
      for (int row = 0; row < vectors.getValueCount(); row++) {
        if (!vectors.isNull(row)) {
          int start = indexLists.getElementStartIndex(row);
          int valueStart = valueLists.getElementStartIndex(row);
          for (int i = 0; i < indexLists.getElementEndIndex(row) - start; i++) {
            consumer.accept(firstRow + row, indices.get(start + i), values.get(valueStart + i));
          }
        }
      }
    };
  }
}
