package io.vicinal.core.engine;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VicinalException;
import io.vicinal.core.segment.Keys;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.jspecify.annotations.Nullable;

/**
 * Refuses the values of an attribute that Arrow can hold and a record cannot: null among the
 * elements of a list, and text that is not UTF-8.
 *
 * <p>Most columns have neither, and a pass over the bits that say what is null and over the bytes
 * of the text shows it; only others are gone through by value. For one batch and one thread.
 */
final class AttributeValidator {
  private static final String BINARY = "type " + ScalarType.BINARY;

  private final VectorSchemaRoot batch;
  private final Attribute attribute;
  private final FieldVector column;
  private final FieldVector values;
  private final boolean someNull;
  private final @Nullable Utf8Check text;

  private AttributeValidator(VectorSchemaRoot batch, Attribute attribute) {
    this.batch = batch;
    this.attribute = attribute;
    this.column = batch.getVector(attribute.name());
    this.values = column instanceof ListVector lists ? lists.getDataVector() : column;
    this.someNull = values != column && values.getNullCount() > 0;
    this.text =
        values instanceof VarCharVector texts && !Utf8Check.isAscii(texts)
            ? new Utf8Check(texts)
            : null;
  }

  /**
   * Checks the rows that are upserts, of a batch whose columns and ids were checked.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_RECORD}, naming record and attribute
   */
  static void check(VectorSchemaRoot batch, Attribute attribute) {
    AttributeValidator validator = new AttributeValidator(batch, attribute);
    if (validator.someNull || validator.text != null) {
      validator.checkRows();
    }
  }

  private void checkRows() {
    ChangeColumn changes = ChangeColumn.of(batch);
    for (int row = 0; row < batch.getRowCount(); row++) {
      if (changes.isUpsert(row) && !column.isNull(row)) {
        if (column instanceof ListVector lists) {
          int start = lists.getElementStartIndex(row);
          for (int i = start; i < lists.getElementEndIndex(row); i++) {
            checkElement(row, i, i - start);
          }
        } else if (text != null && !text.isWellFormed(row)) {
          throw invalid(row, " is not UTF-8; bytes belong into an attribute of " + BINARY);
        }
      }
    }
  }

  private void checkElement(int row, int at, int element) {
    if (someNull && values.isNull(at)) {
      throw invalid(row, ": element " + element + " is null; leave it out of the list");
    }
    if (text != null && !text.isWellFormed(at)) {
      throw invalid(
          row, ": element " + element + " is not UTF-8; bytes belong into elements of " + BINARY);
    }
  }

  private VicinalException invalid(int row, String what) {
    return new VicinalException(
        ErrorCode.INVALID_RECORD,
        "record "
            + Keys.id(batch.getVector(CollectionSchema.ID), row)
            + ", attribute '"
            + attribute.name()
            + "'"
            + what);
  }
}
