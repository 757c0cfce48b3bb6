package io.vicinal.core.filter;

import io.vicinal.arrow.ColumnValues;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.apache.arrow.memory.util.ByteFunctionHelpers;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.complex.ListVector;

/**
 * The values of a column, compared without making an object of each: integers, dates and instants
 * as longs, floats as doubles, text and binary as unsigned bytes, which for UTF-8 is the order of
 * code points. NaN equals itself and is above all numbers; zero has one sign.
 */
final class AttributeValues implements FieldValues {
  private final FieldVector column;

  AttributeValues(FieldVector column) {
    this.column = column;
  }

  @Override
  public boolean isNull(int row) {
    return column.isNull(row);
  }

  @Override
  public IntPredicate test(IntPredicate onOrder, Object literal) {
    IntUnaryOperator order = order(column, literal);
    return row -> !column.isNull(row) && onOrder.test(order.applyAsInt(row));
  }

  @Override
  public IntPredicate isIn(List<Object> literals, boolean wanted) {
    Set<Object> keys = new HashSet<>();
    literals.forEach(literal -> keys.add(key(literal)));
    return row -> !column.isNull(row) && keys.contains(key(column, row)) == wanted;
  }

  @Override
  public IntPredicate startsWith(String prefix, boolean wanted) {
    byte[] bytes = prefix.getBytes(StandardCharsets.UTF_8);
    BaseVariableWidthVector texts = (BaseVariableWidthVector) column;
    return row ->
        !texts.isNull(row)
            && (texts.getValueLength(row) >= bytes.length
                    && compare(texts, row, bytes.length, bytes) == 0)
                == wanted;
  }

  @Override
  public IntPredicate contains(Object literal, boolean wanted) {
    ListVector lists = (ListVector) column;
    FieldVector elements = lists.getDataVector();
    IntUnaryOperator order = order(elements, literal);
    return row -> {
      if (lists.isNull(row)) {
        return false;
      }
      for (int i = lists.getElementStartIndex(row); i < lists.getElementEndIndex(row); i++) {
        if (!elements.isNull(i) && order.applyAsInt(i) == 0) {
          return wanted;
        }
      }
      return !wanted;
    };
  }

  /** How the value in a row is ordered relative to the literal. */
  private static IntUnaryOperator order(FieldVector column, Object literal) {
    Object key = key(literal);
    if (key instanceof Double number) {
      return row -> Double.compare(asDouble(column, row), number);
    }
    if (key instanceof Long integer) {
      return column instanceof Float4Vector || column instanceof Float8Vector
          ? row -> Double.compare(asDouble(column, row), (double) integer)
          : row -> Long.compare(asLong(column, row), integer);
    }
    byte[] bytes = ((ByteBuffer) key).array();
    BaseVariableWidthVector texts = (BaseVariableWidthVector) column;
    return row -> compare(texts, row, texts.getValueLength(row), bytes);
  }

  /** A literal in the form in which values are compared: a long, a double or bytes. */
  private static Object key(Object literal) {
    if (literal instanceof Boolean truth) {
      return truth ? 1L : 0L;
    } else if (literal instanceof Integer || literal instanceof Long) {
      return ((Number) literal).longValue();
    } else if (literal instanceof Float || literal instanceof Double) {
      return ((Number) literal).doubleValue() + 0.0;
    } else if (literal instanceof LocalDate date) {
      return date.toEpochDay();
    } else if (literal instanceof Instant instant) {
      return ColumnValues.micros(instant);
    } else if (literal instanceof String text) {
      return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    } else if (literal instanceof ByteBuffer binary) {
      byte[] copy = new byte[binary.remaining()];
      binary.duplicate().get(copy);
      return ByteBuffer.wrap(copy);
    }
    throw new IllegalStateException("no column holds a " + literal.getClass());
  }

  private static Object key(FieldVector column, int row) {
    if (column instanceof BaseVariableWidthVector texts) {
      return ByteBuffer.wrap(valueBytes(texts, row));
    }
    return column instanceof Float4Vector || column instanceof Float8Vector
        ? (Object) asDouble(column, row)
        : (Object) asLong(column, row);
  }

  private static double asDouble(FieldVector column, int row) {
    // Adding zero turns -0 into +0, which is as large.
    if (column instanceof Float4Vector floats) {
      return floats.get(row) + 0.0;
    } else if (column instanceof Float8Vector doubles) {
      return doubles.get(row) + 0.0;
    }
    return asLong(column, row);
  }

  private static long asLong(FieldVector column, int row) {
    if (column instanceof BigIntVector longs) {
      return longs.get(row);
    } else if (column instanceof IntVector ints) {
      return ints.get(row);
    } else if (column instanceof DateDayVector days) {
      return days.get(row);
    } else if (column instanceof TimeStampVector micros) {
      return micros.get(row);
    } else if (column instanceof BitVector bits) {
      return bits.get(row);
    }
    throw new IllegalStateException("no order on the column " + column.getField());
  }

  /** Compares the first bytes of a value with others, where they lie: a scan makes no garbage. */
  private static int compare(BaseVariableWidthVector column, int row, int length, byte[] bytes) {
    int start = column.getStartOffset(row);
    return ByteFunctionHelpers.compare(
        column.getDataBuffer(), start, start + length, bytes, 0, bytes.length);
  }

  private static byte[] valueBytes(BaseVariableWidthVector column, int row) {
    long start = column.getStartOffset(row);
    byte[] bytes = new byte[column.getValueLength(row)];
    column.getDataBuffer().getBytes(start, bytes);
    return bytes;
  }
}
