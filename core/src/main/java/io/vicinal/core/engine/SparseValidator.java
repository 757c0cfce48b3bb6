package io.vicinal.core.engine;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.SparseField;
import io.vicinal.api.SparseVector;
import io.vicinal.api.VicinalException;
import io.vicinal.arrow.SparseLists;
import io.vicinal.core.segment.Keys;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Refuses sparse vectors that Arrow can hold and a record cannot: lists that are null or of
 * different lengths, nulls in them, and components that {@link SparseVector} refuses or would have
 * to sort. For one batch and one thread.
 */
final class SparseValidator {
  private final VectorSchemaRoot batch;
  private final SparseField field;
  private final SparseLists lists;

  private SparseValidator(VectorSchemaRoot batch, SparseField field) {
    this.batch = batch;
    this.field = field;
    this.lists = SparseLists.of(batch.getVector(field.name()));
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
      if (changes.isUpsert(row) && !validator.lists.isNull(row)) {
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
    if (lists.isIncomplete(row)) {
      throw refused("no indices or no values; expected two lists, or no vector at all");
    }
    SparseVector.checkSize(lists.size(row), lists.values(row));
    int previous = -1;
    for (int i = 0; i < lists.size(row); i++) {
      if (lists.isNull(row, i)) {
        throw refused("null as component " + i + "; expected an index and a finite number");
      }
      int index = lists.index(row, i);
      SparseVector.checkComponent(previous, index, lists.value(row, i));
      previous = index;
    }
  }

  private static VicinalException refused(String what) {
    return new VicinalException(ErrorCode.INVALID_VECTOR, "a sparse vector with " + what);
  }
}
