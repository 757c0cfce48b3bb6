package io.vicinal.spark;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import java.nio.ByteOrder;
import java.util.function.Supplier;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** Writes the vectors of a column, and refuses those that its field cannot hold. */
final class VectorWriter {
  private final VectorField field;
  private final int ordinal;
  private final FixedSizeListVector lists;

  VectorWriter(VectorField field, int ordinal, FieldVector column) {
    this.field = field;
    this.ordinal = ordinal;
    this.lists = (FixedSizeListVector) column;
  }

  /**
   * Writes the vector of a row.
   *
   * @param owner what the vector belongs to, for messages
   * @return the bytes written
   */
  int write(InternalRow row, int position, Supplier<String> owner) {
    if (row.isNullAt(ordinal)) {
      throw new VicinalException(
          ErrorCode.INVALID_RECORD,
          owner.get()
              + ", vector field '"
              + field.name()
              + "': the vector is null; every record"
              + " needs one");
    }
    ArrayData array = row.getArray(ordinal);
    float[] components = components(array, owner);
    set(lists, position, components);
    return components.length * Float.BYTES;
  }

  /** Sets the vector at a position of a column; positions come in ascending order. */
  static void set(FixedSizeListVector lists, int position, float[] components) {
    int start = lists.startNewValue(position);
    Float4Vector data = (Float4Vector) lists.getDataVector();
    while (data.getValueCapacity() < start + components.length) {
      data.reAlloc();
    }
    data.getDataBuffer()
        .nioBuffer((long) start * Float.BYTES, components.length * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .put(components);
    ArrowBuf validity = data.getValidityBuffer();
    for (int i = start; i < start + components.length; i++) {
      BitVectorHelper.setBit(validity, i);
    }
  }

  private float[] components(ArrayData array, Supplier<String> owner) {
    int found = array.numElements();
    if (found != field.dimension()) {
      field.checkDimension(found, owner.get());
    }
    for (int i = 0; i < found; i++) {
      if (array.isNullAt(i)) {
        throw new VicinalException(
            ErrorCode.INVALID_VECTOR,
            owner.get()
                + ", vector field '"
                + field.name()
                + "': component "
                + i
                + " is null; expected a finite number");
      }
    }
    float[] components = array.toFloatArray();
    if (!isPlain(components)) {
      field.check(components, 0, owner.get());
    }
    return components;
  }

  /** Whether all is well at first sight: no message needs to be prepared then. */
  private static boolean isPlain(float[] components) {
    boolean zero = true;
    for (float component : components) {
      if (!Float.isFinite(component)) {
        return false;
      }
      zero &= component == 0;
    }
    return !zero;
  }
}
