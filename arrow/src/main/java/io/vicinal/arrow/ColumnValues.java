package io.vicinal.arrow;

import io.vicinal.api.AttributeType;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.SparseVector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
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
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;

/**
 * Single values in columns laid out as {@link ArrowSchemas} says, in both directions. Columns grow
 * as they are written; the rows of a column are written in ascending order.
 */
public final class ColumnValues {
  private ColumnValues() {}

  /** The key in a row. */
  public static RecordId readId(IdType type, FieldVector column, int row) {
    return type == IdType.INT64
        ? RecordId.of(((BigIntVector) column).get(row))
        : RecordId.of(text(column, row));
  }

  /** Writes a key. */
  public static void writeId(FieldVector column, int row, RecordId id) {
    if (id instanceof RecordId.Int64 number) {
      ((BigIntVector) column).setSafe(row, number.value());
    } else {
      writeText(column, row, id.toString());
    }
  }

  /** The vector in a row, which is not null. */
  public static DenseVector readVector(FieldVector column, int row) {
    FixedSizeListVector lists = (FixedSizeListVector) column;
    float[] components = new float[lists.getListSize()];
    ArrowBuf data = lists.getDataVector().getDataBuffer();
    long start = (long) row * components.length * Float.BYTES;
    data.nioBuffer(start, components.length * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(components);
    return DenseVector.of(components);
  }

  /** Writes a vector of the column's dimension. */
  public static void writeVector(FieldVector column, int row, DenseVector vector) {
    FixedSizeListVector lists = (FixedSizeListVector) column;
    int start = lists.startNewValue(row);
    Float4Vector data = (Float4Vector) lists.getDataVector();
    for (int i = 0; i < vector.dimension(); i++) {
      data.setSafe(start + i, vector.component(i));
    }
  }

  /** The sparse vector in a row, which is not null. */
  public static SparseVector readSparse(FieldVector column, int row) {
    return SparseLists.of(column).read(row);
  }

  /** Writes a sparse vector. */
  public static void writeSparse(FieldVector column, int row, SparseVector vector) {
    SparseLists.of(column).write(row, vector);
  }

  /**
   * The attribute's value in a row, which is not null, in the class that the type names. A list is
   * without the elements that are null: no record has such, and writes with one are refused, but a
   * column may be older than that.
   */
  public static Object read(AttributeType type, FieldVector column, int row) {
    if (type instanceof ListType list) {
      ListVector lists = (ListVector) column;
      List<Object> values = new ArrayList<>();
      for (int i = lists.getElementStartIndex(row); i < lists.getElementEndIndex(row); i++) {
        if (!lists.getDataVector().isNull(i)) {
          values.add(readScalar(list.element(), lists.getDataVector(), i));
        }
      }
      return List.copyOf(values);
    }
    return readScalar((ScalarType) type, column, row);
  }

  /** Writes an attribute's value. */
  public static void write(AttributeType type, FieldVector column, int row, Object value) {
    if (type instanceof ListType list) {
      ListVector lists = (ListVector) column;
      List<?> values = (List<?>) value;
      int start = lists.startNewValue(row);
      for (int i = 0; i < values.size(); i++) {
        writeScalar(list.element(), lists.getDataVector(), start + i, values.get(i));
      }
      lists.endValue(row, values.size());
    } else {
      writeScalar((ScalarType) type, column, row, value);
    }
  }

  private static Object readScalar(ScalarType type, FieldVector column, int row) {
    return switch (type) {
      case BOOLEAN -> ((BitVector) column).get(row) == 1;
      case INT32 -> ((IntVector) column).get(row);
      case INT64 -> ((BigIntVector) column).get(row);
      case FLOAT32 -> ((Float4Vector) column).get(row);
      case FLOAT64 -> ((Float8Vector) column).get(row);
      case STRING, JSON -> text(column, row);
      case DATE -> LocalDate.ofEpochDay(((DateDayVector) column).get(row));
      case TIMESTAMP ->
          Instant.EPOCH.plus(((TimeStampMicroTZVector) column).get(row), ChronoUnit.MICROS);
      case BINARY -> ByteBuffer.wrap(((VarBinaryVector) column).get(row)).asReadOnlyBuffer();
    };
  }

  private static void writeScalar(ScalarType type, FieldVector column, int row, Object value) {
    switch (type) {
      case BOOLEAN -> ((BitVector) column).setSafe(row, (Boolean) value ? 1 : 0);
      case INT32 -> ((IntVector) column).setSafe(row, (Integer) value);
      case INT64 -> ((BigIntVector) column).setSafe(row, (Long) value);
      case FLOAT32 -> ((Float4Vector) column).setSafe(row, (Float) value);
      case FLOAT64 -> ((Float8Vector) column).setSafe(row, (Double) value);
      case STRING, JSON -> writeText(column, row, (String) value);
      case DATE ->
          ((DateDayVector) column).setSafe(row, Math.toIntExact(((LocalDate) value).toEpochDay()));
      case TIMESTAMP -> ((TimeStampMicroTZVector) column).setSafe(row, micros((Instant) value));
      case BINARY -> {
        // Arrow moves the position of the buffer that it reads, and records do not change.
        ByteBuffer bytes = ((ByteBuffer) value).duplicate();
        ((VarBinaryVector) column).setSafe(row, bytes, bytes.position(), bytes.remaining());
      }
    }
  }

  /**
   * An instant as a timestamp column holds it: microseconds since 1970.
   *
   * @throws ArithmeticException if they do not fit an int64
   */
  public static long micros(Instant instant) {
    // ChronoUnit.between goes through nanoseconds, which overflow in the year 2262.
    long second = instant.getEpochSecond();
    long fraction = instant.getNano() / 1_000;
    return second >= 0
        ? Math.addExact(Math.multiplyExact(second, 1_000_000L), fraction)
        : Math.addExact(Math.multiplyExact(second + 1, 1_000_000L), fraction - 1_000_000L);
  }

  private static String text(FieldVector column, int row) {
    return new String(((VarCharVector) column).get(row), StandardCharsets.UTF_8);
  }

  private static void writeText(FieldVector column, int row, String text) {
    ((VarCharVector) column).setSafe(row, text.getBytes(StandardCharsets.UTF_8));
  }
}
