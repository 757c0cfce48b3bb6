package io.vicinal.flink;

import io.vicinal.api.AttributeType;
import io.vicinal.api.ListType;
import io.vicinal.api.ScalarType;
import java.util.Optional;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/** The types of SQL columns and those of a collection, one to one. */
final class ColumnTypes {
  /** Digits of a second that a timestamp attribute keeps. */
  private static final int TIMESTAMP_PRECISION = 6;

  private ColumnTypes() {}

  /** The type of an attribute made of a column; none if no attribute can hold it. */
  static Optional<AttributeType> attribute(LogicalType column) {
    if (column instanceof ArrayType array) {
      return scalar(array.getElementType()).map(ListType::new);
    }
    return scalar(column).map(type -> type);
  }

  /** Whether a column can be written to an attribute; text can also go to one of type json. */
  static boolean fits(LogicalType column, AttributeType attribute) {
    Optional<AttributeType> own = attribute(column);
    return own.isPresent() && own.get().equals(asColumn(attribute));
  }

  /** Whether a column can hold vectors. */
  static boolean isVector(LogicalType column) {
    return column instanceof ArrayType array
        && array.getElementType().getTypeRoot() == LogicalTypeRoot.FLOAT;
  }

  /** The SQL type for an attribute, for messages. */
  static String sql(AttributeType attribute) {
    if (attribute instanceof ListType list) {
      return "ARRAY<" + sql(list.element()) + ">";
    }
    return switch ((ScalarType) attribute) {
      case BOOLEAN -> "BOOLEAN";
      case INT32 -> "INT";
      case INT64 -> "BIGINT";
      case FLOAT32 -> "FLOAT";
      case FLOAT64 -> "DOUBLE";
      case STRING, JSON -> "STRING";
      case DATE -> "DATE";
      case TIMESTAMP -> "TIMESTAMP_LTZ(" + TIMESTAMP_PRECISION + ")";
      case BINARY -> "BYTES";
    };
  }

  private static AttributeType asColumn(AttributeType attribute) {
    if (attribute instanceof ListType list) {
      return list.element() == ScalarType.JSON ? new ListType(ScalarType.STRING) : list;
    }
    return attribute == ScalarType.JSON ? ScalarType.STRING : attribute;
  }

  private static Optional<ScalarType> scalar(LogicalType column) {
    return switch (column.getTypeRoot()) {
      case BOOLEAN -> Optional.of(ScalarType.BOOLEAN);
      case INTEGER -> Optional.of(ScalarType.INT32);
      case BIGINT -> Optional.of(ScalarType.INT64);
      case FLOAT -> Optional.of(ScalarType.FLOAT32);
      case DOUBLE -> Optional.of(ScalarType.FLOAT64);
      case CHAR, VARCHAR -> Optional.of(ScalarType.STRING);
      case DATE -> Optional.of(ScalarType.DATE);
      case BINARY, VARBINARY -> Optional.of(ScalarType.BINARY);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          ((LocalZonedTimestampType) column).getPrecision() <= TIMESTAMP_PRECISION
              ? Optional.of(ScalarType.TIMESTAMP)
              : Optional.empty();
      default -> Optional.empty();
    };
  }
}
