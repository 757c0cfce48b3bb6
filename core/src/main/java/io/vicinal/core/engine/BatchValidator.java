package io.vicinal.core.engine;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.SparseField;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import io.vicinal.arrow.ColumnConversion;
import io.vicinal.arrow.WriteBatches;
import io.vicinal.core.segment.Keys;
import io.vicinal.core.segment.VectorColumn;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Refuses write batches that a collection cannot hold, before they are logged: what is in the log
 * can be applied. Immutable.
 */
final class BatchValidator {
  private final CollectionSchema schema;
  private final Schema columns;

  BatchValidator(CollectionSchema schema, Schema columns) {
    this.schema = schema;
    this.columns = columns;
  }

  /**
   * Checks columns, offsets, operations, ids, vectors and attributes.
   *
   * @throws VicinalException {@link ErrorCode#UNKNOWN_FIELD}, {@link ErrorCode#INVALID_RECORD} or
   *     {@link ErrorCode#INVALID_VECTOR}
   */
  void validate(VectorSchemaRoot batch) {
    checkColumns(batch.getSchema());
    OffsetCheck.check(batch);
    checkOperations(batch);
    checkIds(batch);
    for (VectorField field : schema.vectorFields()) {
      checkVectors(batch, field);
    }
    for (SparseField field : schema.sparseFields()) {
      SparseValidator.check(batch, field);
    }
    for (Attribute attribute : schema.attributes()) {
      AttributeValidator.check(batch, attribute);
    }
  }

  /** The order counts as well: a log keeps columns without their names. */
  private void checkColumns(Schema found) {
    List<String> expected = names(columns);
    for (String name : names(found)) {
      if (!expected.contains(name)) {
        throw new VicinalException(
            ErrorCode.UNKNOWN_FIELD,
            "a batch with column '" + name + "'; expected only " + expected);
      }
    }
    if (!names(found).equals(expected)) {
      throw invalid(
          "a batch with the columns "
              + names(found)
              + "; expected "
              + expected
              + ", each once and in this order");
    }
    for (int i = 0; i < expected.size(); i++) {
      ColumnConversion.checkType(found.getFields().get(i), columns.getFields().get(i));
    }
  }

  private static void checkOperations(VectorSchemaRoot batch) {
    TinyIntVector operations = (TinyIntVector) batch.getVector(WriteBatches.OPERATION);
    for (int row = 0; row < batch.getRowCount(); row++) {
      Object operation = operations.getObject(row);
      if (operations.isNull(row)
          || (operations.get(row) != WriteBatches.UPSERT
              && operations.get(row) != WriteBatches.DELETE)) {
        throw invalid(
            "row "
                + row
                + " of a batch has operation "
                + operation
                + "; expected "
                + WriteBatches.UPSERT
                + " (upsert) or "
                + WriteBatches.DELETE
                + " (delete)");
      }
    }
  }

  private static void checkIds(VectorSchemaRoot batch) {
    FieldVector ids = batch.getVector(CollectionSchema.ID);
    Utf8Check text = ids instanceof VarCharVector texts ? new Utf8Check(texts) : null;
    for (int row = 0; row < batch.getRowCount(); row++) {
      if (ids.isNull(row)) {
        throw invalid("row " + row + " of a batch has no id; every record needs one");
      }
      // Ids that differ in bytes must differ as text, or one of them could not be addressed.
      if (text != null && !text.isWellFormed(row)) {
        throw invalid("the id in row " + row + " of a batch is not UTF-8; expected text");
      }
      // The id refuses what is too long or empty.
      Keys.id(ids, row);
    }
  }

  private void checkVectors(VectorSchemaRoot batch, VectorField field) {
    ChangeColumn changes = ChangeColumn.of(batch);
    FieldVector ids = batch.getVector(CollectionSchema.ID);
    FixedSizeListVector lists = (FixedSizeListVector) batch.getVector(field.name());
    boolean nullComponents = lists.getDataVector().getNullCount() > 0;
    VectorColumn vectors = VectorColumn.of(lists);
    float[] components = new float[field.dimension()];
    for (int row = 0; row < batch.getRowCount(); row++) {
      if (changes.isUpsert(row)) {
        String owner = "record " + Keys.id(ids, row);
        if (lists.isNull(row)) {
          throw invalid(
              owner
                  + " has no vector in field '"
                  + field.name()
                  + "'; every vector field needs one");
        }
        if (nullComponents) {
          checkComponents(lists, row, field, owner);
        }
        vectors.read(row, components, 0);
        field.check(components, 0, owner);
      }
    }
  }

  private static void checkComponents(
      FixedSizeListVector lists, int row, VectorField field, String owner) {
    for (int i = 0; i < field.dimension(); i++) {
      if (lists.getDataVector().isNull(row * field.dimension() + i)) {
        throw new VicinalException(
            ErrorCode.INVALID_VECTOR,
            owner
                + ", vector field '"
                + field.name()
                + "': component "
                + i
                + " is null; expected a finite number");
      }
    }
  }

  private static List<String> names(Schema schema) {
    return schema.getFields().stream().map(Field::getName).toList();
  }

  private static VicinalException invalid(String message) {
    return new VicinalException(ErrorCode.INVALID_RECORD, message);
  }
}
