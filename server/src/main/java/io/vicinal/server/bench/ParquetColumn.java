package io.vicinal.server.bench;

import io.vicinal.api.AttributeType;
import io.vicinal.api.ListType;
import io.vicinal.api.ScalarType;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;

/**
 * A column of a Parquet file as an attribute. Immutable.
 *
 * <p>Timestamps are cut to microseconds, those without a time zone are taken for UTC. Null elements
 * of lists are left out.
 *
 * @param name of the column
 * @param type of its values
 * @param primitive the Parquet type of its values, or of their elements
 */
record ParquetColumn(String name, AttributeType type, PrimitiveType primitive) {
  /** The column as an attribute, or nothing if its values are of a type that attributes lack. */
  static Optional<ParquetColumn> of(Type column) {
    if (column.isPrimitive() && column.getRepetition() != Repetition.REPEATED) {
      PrimitiveType primitive = column.asPrimitiveType();
      return scalar(primitive).map(type -> new ParquetColumn(column.getName(), type, primitive));
    }
    return element(column)
        .flatMap(
            element ->
                scalar(element)
                    .map(type -> new ParquetColumn(column.getName(), new ListType(type), element)));
  }

  /** The elements of {@code optional group name (LIST) {repeated group list {… element}}}. */
  private static Optional<PrimitiveType> element(Type column) {
    if (!(column.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation)
        || column.asGroupType().getFieldCount() != 1
        || column.asGroupType().getType(0).isPrimitive()) {
      return Optional.empty();
    }
    GroupType repeated = column.asGroupType().getType(0).asGroupType();
    boolean plain = repeated.getFieldCount() == 1 && repeated.getType(0).isPrimitive();
    return plain ? Optional.of(repeated.getType(0).asPrimitiveType()) : Optional.empty();
  }

  private static Optional<ScalarType> scalar(PrimitiveType type) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    ScalarType scalar =
        switch (type.getPrimitiveTypeName()) {
          case BOOLEAN -> ScalarType.BOOLEAN;
          case FLOAT -> ScalarType.FLOAT32;
          case DOUBLE -> ScalarType.FLOAT64;
          case INT32 -> int32(logical);
          case INT64 -> int64(logical);
          case BINARY -> binary(logical);
          case INT96, FIXED_LEN_BYTE_ARRAY -> null;
        };
    return Optional.ofNullable(scalar);
  }

  private static @Nullable ScalarType int32(@Nullable LogicalTypeAnnotation logical) {
    if (logical == null) {
      return ScalarType.INT32;
    } else if (logical instanceof DateLogicalTypeAnnotation) {
      return ScalarType.DATE;
    } else if (logical instanceof IntLogicalTypeAnnotation integer) {
      return integer.isSigned() || integer.getBitWidth() < Integer.SIZE
          ? ScalarType.INT32
          : ScalarType.INT64;
    }
    return null;
  }

  private static @Nullable ScalarType int64(@Nullable LogicalTypeAnnotation logical) {
    if (logical == null) {
      return ScalarType.INT64;
    } else if (logical instanceof TimestampLogicalTypeAnnotation) {
      return ScalarType.TIMESTAMP;
    } else if (logical instanceof IntLogicalTypeAnnotation integer && integer.isSigned()) {
      return ScalarType.INT64;
    }
    return null;
  }

  private static @Nullable ScalarType binary(@Nullable LogicalTypeAnnotation logical) {
    if (logical == null) {
      return ScalarType.BINARY;
    } else if (logical instanceof StringLogicalTypeAnnotation
        || logical instanceof EnumLogicalTypeAnnotation) {
      return ScalarType.STRING;
    }
    return logical instanceof JsonLogicalTypeAnnotation ? ScalarType.JSON : null;
  }

  /** The value of the column in a row; null if there is none. */
  @Nullable Object value(Group row) {
    if (row.getFieldRepetitionCount(name) == 0) {
      return null;
    }
    if (!(type instanceof ListType list)) {
      return value((ScalarType) type, row, name, 0);
    }
    List<Object> values = new ArrayList<>();
    Group elements = row.getGroup(name, 0);
    String repeated = elements.getType().getFieldName(0);
    for (int i = 0; i < elements.getFieldRepetitionCount(0); i++) {
      Group element = elements.getGroup(repeated, i);
      if (element.getFieldRepetitionCount(0) > 0) {
        values.add(value(list.element(), element, primitive.getName(), 0));
      }
    }
    return values;
  }

  private Object value(ScalarType scalar, Group row, String field, int index) {
    return switch (scalar) {
      case BOOLEAN -> row.getBoolean(field, index);
      case INT32 -> row.getInteger(field, index);
      case INT64 ->
          primitive.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.INT32
              ? Integer.toUnsignedLong(row.getInteger(field, index))
              : (Object) row.getLong(field, index);
      case FLOAT32 -> row.getFloat(field, index);
      case FLOAT64 -> row.getDouble(field, index);
      case STRING, JSON -> row.getBinary(field, index).toStringUsingUTF8();
      case DATE -> LocalDate.ofEpochDay(row.getInteger(field, index));
      case TIMESTAMP -> instant(row.getLong(field, index));
      case BINARY -> ByteBuffer.wrap(row.getBinary(field, index).getBytes());
    };
  }

  private Instant instant(long value) {
    TimeUnit unit =
        ((TimestampLogicalTypeAnnotation) primitive.getLogicalTypeAnnotation()).getUnit();
    return switch (unit) {
      case MILLIS -> Instant.ofEpochMilli(value);
      case MICROS -> Instant.EPOCH.plus(value, ChronoUnit.MICROS);
      case NANOS -> Instant.EPOCH.plus(Math.floorDiv(value, 1_000L), ChronoUnit.MICROS);
    };
  }
}
