package io.vicinal.server.flight;

import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import io.vicinal.arrow.ArrowSchemas;
import io.vicinal.arrow.ColumnConversion;
import io.vicinal.arrow.ColumnValues;
import io.vicinal.protocol.NearestColumns;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;

/** Finds and reads the query vectors of a batch. */
final class QueryColumn {
  private QueryColumn() {}

  /**
   * The query vectors of a batch, in the order of its rows.
   *
   * @param first the number of the batch's first query, for messages
   */
  static List<DenseVector> read(
      VectorSchemaRoot batch, VectorField field, long first, BufferAllocator allocator) {
    List<DenseVector> queries = new ArrayList<>(batch.getRowCount());
    FieldVector column = find(batch, field);
    try (FieldVector vectors =
        ColumnConversion.convert(column, ArrowSchemas.vector(field), allocator)) {
      for (int row = 0; row < batch.getRowCount(); row++) {
        if (vectors.isNull(row)) {
          throw new VicinalException(
              ErrorCode.INVALID_VECTOR, "query " + (first + row) + " is null; expected a vector");
        }
        DenseVector query = ColumnValues.readVector(vectors, row);
        field.check(query, "query " + (first + row));
        queries.add(query);
      }
    }
    return queries;
  }

  private static FieldVector find(VectorSchemaRoot batch, VectorField field) {
    for (String name : List.of(NearestColumns.VECTOR, field.name())) {
      FieldVector column = batch.getVector(name);
      if (column != null) {
        return column;
      }
    }
    throw new VicinalException(
        ErrorCode.UNKNOWN_FIELD,
        "a batch of queries with the columns "
            + batch.getSchema().getFields().stream().map(Field::getName).toList()
            + "; expected the query vectors in '"
            + NearestColumns.VECTOR
            + "' or '"
            + field.name()
            + "'");
  }
}
