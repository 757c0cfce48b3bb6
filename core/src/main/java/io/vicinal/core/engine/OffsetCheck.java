package io.vicinal.core.engine;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;

/**
 * Refuses columns whose offsets do not ascend within their data. Arrow takes them as they come, and
 * every later reader relies on them: what is checked by value must be what is copied.
 */
final class OffsetCheck {
  private OffsetCheck() {}

  /**
   * Checks every list and every text of a batch, those in rows that are null or delete included.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_RECORD}, naming column and row
   */
  static void check(VectorSchemaRoot batch) {
    batch.getFieldVectors().forEach(column -> check(column, column.getName()));
  }

  private static void check(FieldVector column, String name) {
    if (column instanceof ListVector lists) {
      check(lists, name, lists.getDataVector().getValueCount());
    } else if (column instanceof BaseVariableWidthVector) {
      check(column, name, column.getDataBuffer().capacity());
    }
    for (FieldVector child : column.getChildrenFromFields()) {
      check(child, name + "." + child.getName());
    }
  }

  private static void check(FieldVector column, String name, long length) {
    ArrowBuf offsets = column.getOffsetBuffer();
    int previous = 0;
    for (int i = 0; i <= column.getValueCount() && column.getValueCount() > 0; i++) {
      int offset = offsets.getInt((long) i * Integer.BYTES);
      if (offset < previous || offset > length) {
        throw new VicinalException(
            ErrorCode.INVALID_RECORD,
            "column '"
                + name
                + "' of a batch: offset "
                + i
                + " is "
                + offset
                + "; expected one from "
                + previous
                + " to "
                + length);
      }
      previous = offset;
    }
  }
}
