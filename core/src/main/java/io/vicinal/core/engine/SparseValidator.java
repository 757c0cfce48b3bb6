package io.vicinal.core.engine;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.SparseField;
import io.vicinal.api.SparseVector;
import io.vicinal.api.VicinalException;
import io.vicinal.arrow.ArrowSchemas;
import io.vicinal.core.segment.Keys;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/**
 * Refuses sparse vectors that Arrow can hold and a record cannot: lists that are null or of
 * different lengths, nulls in them, and components that {@link SparseVector} refuses or would have
 * to sort. For one batch and one thread.
 */
final class SparseValidator {
  private final VectorSchemaRoot batch;
  private final SparseField field;
  private final ListVector indexLists;
  private final ListVector valueLists;

  private SparseValidator(VectorSchemaRoot batch, SparseField field) {
    StructVector column = (StructVector) batch.getVector(field.name());
    this.batch = batch;
    this.field = field;
    this.indexLists = (ListVector) column.getChild(ArrowSchemas.INDICES);
    this.valueLists = (ListVector) column.getChild(ArrowSchemas.VALUES);
  }

  /**
   * Checks the rows that are upserts, of a batch whose columns and ids were checked.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_VECTOR}, naming record, field and component
   */
  static void check(VectorSchemaRoot batch, SparseField field) {
    SparseValidator validator = new SparseValidator(batch, field);
    ChangeColumn changes = ChangeColumn.of(batch);
    for (int row = 0; row < batch.getRowCount(); row++) {
      if (changes.isUpsert(row) && !batch.getVector(field.name()).isNull(row)) {
        validator.check(row);
      }
    }
  }

  private void check(int row) {
    try {
      checkLists(row);
    } catch (VicinalException e) {
      throw new VicinalException(
          e.code(),
          "record "
              + Keys.id(batch.getVector(CollectionSchema.ID), row)
              + ", sparse vector field '"
              + field.name()
              + "': "
              + e.getMessage(),
          e);
    }
  }

  private void checkLists(int row) {
    if (indexLists.isNull(row) || valueLists.isNull(row)) {
      throw refused("no indices or no values; expected two lists, or no vector at all");
    }
    IntVector indices = (IntVector) indexLists.getDataVector();
    Float4Vector values = (Float4Vector) valueLists.getDataVector();
    int firstIndex = indexLists.getElementStartIndex(row);
    int firstValue = valueLists.getElementStartIndex(row);
    int size = indexLists.getElementEndIndex(row) - firstIndex;
    SparseVector.checkSize(size, valueLists.getElementEndIndex(row) - firstValue);
    int previous = -1;
    for (int i = 0; i < size; i++) {
      if (indices.isNull(firstIndex + i) || values.isNull(firstValue + i)) {
        throw refused("null as component " + i + "; expected an index and a finite number");
      }
      int index = indices.get(firstIndex + i);
      SparseVector.checkComponent(previous, index, values.get(firstValue + i));
      previous = index;
    }
  }

  private static VicinalException refused(String what) {
    return new VicinalException(ErrorCode.INVALID_VECTOR, "a sparse vector with " + what);
  }
}
