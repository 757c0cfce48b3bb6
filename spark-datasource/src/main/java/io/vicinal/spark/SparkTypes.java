package io.vicinal.spark;

import io.vicinal.api.Attribute;
import io.vicinal.api.AttributeType;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VectorField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Types of the api as Spark's, in both directions.
 *
 * <p>Every column is nullable to Spark, the key and vectors too, although they never hold a null:
 * Spark would otherwise refuse a null on its own, in words that do not name the record.
 */
final class SparkTypes {
  /** A vector. */
  static final ArrayType VECTOR = DataTypes.createArrayType(DataTypes.FloatType, true);

  private SparkTypes() {}

  /** The columns of a collection: the key, the vector fields, the attributes. */
  static StructType table(CollectionSchema schema) {
    List<StructField> columns = new ArrayList<>();
    columns.add(column(CollectionSchema.ID, id(schema.idType())));
    for (VectorField field : schema.vectorFields()) {
      columns.add(column(field.name(), VECTOR));
    }
    for (Attribute attribute : schema.attributes()) {
      columns.add(column(attribute.name(), attribute(attribute.type())));
    }
    return DataTypes.createStructType(columns);
  }

  /** The type of the key's column. */
  static DataType id(IdType type) {
    return type == IdType.INT64 ? DataTypes.LongType : DataTypes.StringType;
  }

  /** The type of an attribute's column. */
  static DataType attribute(AttributeType type) {
    return type instanceof ListType list
        ? DataTypes.createArrayType(scalar(list.element()), true)
        : scalar((ScalarType) type);
  }

  /** The attribute type that a column becomes, if there is one. */
  static Optional<AttributeType> toAttribute(DataType type) {
    if (type instanceof ArrayType array) {
      return toScalar(array.elementType()).map(ListType::new);
    }
    return toScalar(type).map(scalar -> scalar);
  }

  private static StructField column(String name, DataType type) {
    return DataTypes.createStructField(name, type, true);
  }

  private static DataType scalar(ScalarType type) {
    return switch (type) {
      case BOOLEAN -> DataTypes.BooleanType;
      case INT32 -> DataTypes.IntegerType;
      case INT64 -> DataTypes.LongType;
      case FLOAT32 -> DataTypes.FloatType;
      case FLOAT64 -> DataTypes.DoubleType;
      case STRING, JSON -> DataTypes.StringType;
      case DATE -> DataTypes.DateType;
      case TIMESTAMP -> DataTypes.TimestampType;
      case BINARY -> DataTypes.BinaryType;
    };
  }

  private static Optional<ScalarType> toScalar(DataType type) {
    for (ScalarType scalar : ScalarType.values()) {
      if (scalar != ScalarType.JSON && isSame(type, scalar(scalar))) {
        return Optional.of(scalar);
      }
    }
    return Optional.empty();
  }

  private static boolean isSame(DataType type, DataType expected) {
    // A string with a collation is another type: the store compares by code point only.
    return type.equals(expected);
  }
}
