package io.vicinal.arrow;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Turns columns that others wrote into the layout of {@link ArrowSchemas}: memory is moved where
 * the type is right, and copied where vectors come as lists of any length.
 */
public final class ColumnConversion {
  private ColumnConversion() {}

  /**
   * A column of the expected type with the values of the source, which is empty afterwards if its
   * memory could be moved. The caller closes it.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_VECTOR} if vectors have another dimension,
   *     {@link ErrorCode#INVALID_RECORD} for any other difference
   */
  public static FieldVector convert(FieldVector source, Field expected, BufferAllocator allocator) {
    if (expected.getType() instanceof ArrowType.FixedSizeList wanted) {
      if (source instanceof ListVector lists && isFloat(lists.getDataVector())) {
        return copyVectors(lists, expected, wanted.getListSize(), allocator);
      }
      if (source instanceof FixedSizeListVector lists && isFloat(lists.getDataVector())) {
        checkDimension(expected, lists.getListSize(), wanted.getListSize(), "");
        checkComponents(lists, expected);
        return move(source, expected, allocator);
      }
    }
    checkType(source.getField(), expected);
    return move(source, expected, allocator);
  }

  /**
   * Refuses a column that holds other values than the one expected: names, metadata and nullability
   * aside.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_RECORD}
   */
  public static void checkType(Field found, Field expected) {
    if (isEncoded(found)) {
      throw new VicinalException(
          ErrorCode.INVALID_RECORD,
          "column '"
              + expected.getName()
              + "' is dictionary-encoded; expected "
              + describe(expected)
              + ": decode it before sending");
    }
    if (!sameType(found, expected)) {
      throw new VicinalException(
          ErrorCode.INVALID_RECORD,
          "column '"
              + expected.getName()
              + "' has the Arrow type "
              + describe(found)
              + "; expected "
              + describe(expected));
    }
  }

  private static FieldVector move(FieldVector source, Field expected, BufferAllocator allocator) {
    FieldVector target = expected.createVector(allocator);
    source.makeTransferPair(target).transfer();
    return target;
  }

  private static FieldVector copyVectors(
      ListVector source, Field expected, int dimension, BufferAllocator allocator) {
    FixedSizeListVector target = (FixedSizeListVector) expected.createVector(allocator);
    try {
      int rows = source.getValueCount();
      target.setInitialCapacity(rows);
      target.allocateNew();
      Float4Vector components = (Float4Vector) source.getDataVector();
      Float4Vector copies = (Float4Vector) target.getDataVector();
      for (int row = 0; row < rows; row++) {
        if (!source.isNull(row)) {
          int from = source.getElementStartIndex(row);
          int length = source.getElementEndIndex(row) - from;
          checkDimension(expected, length, dimension, " in row " + row);
          int to = target.startNewValue(row);
          for (int i = 0; i < dimension; i++) {
            checkPresent(components, from + i, expected, row, i);
            copies.setSafe(to + i, components.get(from + i));
          }
        }
      }
      target.setValueCount(rows);
      return target;
    } catch (RuntimeException | Error e) {
      target.close();
      throw e;
    }
  }

  private static void checkComponents(FixedSizeListVector lists, Field expected) {
    FieldVector components = lists.getDataVector();
    if (components.getNullCount() == 0) {
      return;
    }
    for (int row = 0; row < lists.getValueCount(); row++) {
      for (int i = 0; i < lists.getListSize() && !lists.isNull(row); i++) {
        checkPresent(components, row * lists.getListSize() + i, expected, row, i);
      }
    }
  }

  private static void checkPresent(
      ValueVector components, int at, Field expected, int row, int component) {
    if (components.isNull(at)) {
      throw new VicinalException(
          ErrorCode.INVALID_VECTOR,
          "vector column '"
              + expected.getName()
              + "' has no component "
              + component
              + " in row "
              + row
              + "; expected a number");
    }
  }

  private static void checkDimension(Field column, int found, int expected, String place) {
    if (found != expected) {
      throw new VicinalException(
          ErrorCode.INVALID_VECTOR,
          "vector column '"
              + column.getName()
              + "' has dimension "
              + found
              + place
              + "; expected "
              + expected);
    }
  }

  private static boolean isFloat(ValueVector items) {
    return items.getMinorType() == MinorType.FLOAT4;
  }

  /** Whether a column, or the elements of its lists, are indexes into a dictionary. */
  private static boolean isEncoded(Field column) {
    return column.getDictionary() != null
        || column.getChildren().stream().anyMatch(ColumnConversion::isEncoded);
  }

  private static boolean sameType(Field found, Field expected) {
    if (!found.getType().equals(expected.getType())
        || found.getChildren().size() != expected.getChildren().size()) {
      return false;
    }
    // The children of a struct are found by name, the only one of a list by whatever name it has.
    boolean named = expected.getType() instanceof ArrowType.Struct;
    for (int i = 0; i < found.getChildren().size(); i++) {
      String name = expected.getChildren().get(i).getName();
      if (named && !found.getChildren().get(i).getName().equals(name)) {
        return false;
      }
      if (!sameType(found.getChildren().get(i), expected.getChildren().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static String describe(Field field) {
    if (field.getChildren().isEmpty()) {
      return field.getType().toString();
    }
    boolean named = field.getType() instanceof ArrowType.Struct;
    return field.getChildren().stream()
        .map(child -> (named ? child.getName() + ": " : "") + describe(child))
        .collect(Collectors.joining(", ", field.getType() + "<", ">"));
  }
}
