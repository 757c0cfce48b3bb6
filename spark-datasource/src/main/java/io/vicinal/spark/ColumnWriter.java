package io.vicinal.spark;

import io.vicinal.api.AttributeType;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.ScalarType;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** Writes values of Spark's rows and arrays, which are not null, into a column of a batch. */
@FunctionalInterface
interface ColumnWriter {
  /**
   * Writes the value at {@code ordinal} of the source to {@code position}; positions come in
   * ascending order.
   *
   * @return the bytes written
   * @throws NullElementException if it is a list that holds a null
   */
  int write(SpecializedGetters source, int ordinal, int position);

  /** A writer of keys. */
  static ColumnWriter ofId(IdType type, FieldVector column) {
    return of(type == IdType.INT64 ? ScalarType.INT64 : ScalarType.STRING, column);
  }

  /** A writer of an attribute's values. */
  static ColumnWriter of(AttributeType type, FieldVector column) {
    return type instanceof ListType list
        ? ofList(list, (ListVector) column)
        : ofScalar((ScalarType) type, column);
  }

  private static ColumnWriter ofScalar(ScalarType type, FieldVector column) {
    return switch (type) {
      case BOOLEAN ->
          (source, ordinal, position) -> {
            ((BitVector) column).setSafe(position, source.getBoolean(ordinal) ? 1 : 0);
            return 1;
          };
      case INT32 ->
          (source, ordinal, position) -> {
            ((IntVector) column).setSafe(position, source.getInt(ordinal));
            return Integer.BYTES;
          };
      case INT64 ->
          (source, ordinal, position) -> {
            ((BigIntVector) column).setSafe(position, source.getLong(ordinal));
            return Long.BYTES;
          };
      case FLOAT32 ->
          (source, ordinal, position) -> {
            ((Float4Vector) column).setSafe(position, source.getFloat(ordinal));
            return Float.BYTES;
          };
      case FLOAT64 ->
          (source, ordinal, position) -> {
            ((Float8Vector) column).setSafe(position, source.getDouble(ordinal));
            return Double.BYTES;
          };
      case DATE ->
          (source, ordinal, position) -> {
            ((DateDayVector) column).setSafe(position, source.getInt(ordinal));
            return Integer.BYTES;
          };
      case TIMESTAMP ->
          (source, ordinal, position) -> {
            ((TimeStampMicroTZVector) column).setSafe(position, source.getLong(ordinal));
            return Long.BYTES;
          };
      case STRING, JSON ->
          (source, ordinal, position) -> {
            byte[] text = source.getUTF8String(ordinal).getBytes();
            ((VarCharVector) column).setSafe(position, text);
            return text.length;
          };
      case BINARY ->
          (source, ordinal, position) -> {
            byte[] binary = source.getBinary(ordinal);
            ((VarBinaryVector) column).setSafe(position, binary);
            return binary.length;
          };
    };
  }

  private static ColumnWriter ofList(ListType type, ListVector column) {
    ColumnWriter elements = ofScalar(type.element(), column.getDataVector());
    return (source, ordinal, position) -> {
      ArrayData array = source.getArray(ordinal);
      int count = array.numElements();
      int bytes = Integer.BYTES;
      int start = column.startNewValue(position);
      for (int i = 0; i < count; i++) {
        if (array.isNullAt(i)) {
          throw new NullElementException(i);
        }
        bytes += elements.write(array, i, start + i);
      }
      column.endValue(position, count);
      return bytes;
    };
  }
}
