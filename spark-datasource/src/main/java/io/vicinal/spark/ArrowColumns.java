package io.vicinal.spark;

import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.spark.sql.vectorized.ArrowColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Arrow columns as Spark's, without a copy. */
final class ArrowColumns {
  private ArrowColumns() {}

  /** The named columns of a root, which may be loaded again and again and stays its owner's. */
  static ColumnarBatch batch(VectorSchemaRoot root, String[] names) {
    return new ColumnarBatch(
        Arrays.stream(names).map(name -> wrap(root, name)).toArray(ColumnVector[]::new));
  }

  private static ColumnVector wrap(VectorSchemaRoot root, String name) {
    FieldVector column = root.getVector(name);
    if (column == null) {
      throw new IllegalStateException(
          "a batch without column '" + name + "': its columns are " + root.getSchema());
    }
    return column instanceof FixedSizeListVector lists
        ? new VectorColumn(lists)
        : new ArrowColumnVector(column);
  }
}
