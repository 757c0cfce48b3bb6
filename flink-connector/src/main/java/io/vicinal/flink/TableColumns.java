package io.vicinal.flink;

import io.vicinal.api.Attribute;
import io.vicinal.api.AttributeType;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.IdType;
import io.vicinal.api.VectorField;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.LogicalType;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table, and how they meet the fields of a collection: the primary key is the id,
 * all others go by their names.
 *
 * @param columns in their order
 * @param key the position of the primary key
 * @param vectors by column, what the table's options say
 */
record TableColumns(List<Column> columns, int key, Map<String, VectorOptions> vectors)
    implements Serializable {
  /** A column. */
  record Column(String name, LogicalType type) implements Serializable {
    @Override
    public String toString() {
      return "'" + name + "' " + type.asSummaryString();
    }
  }

  /** Refuses tables that fit no collection. */
  TableColumns {
    columns = List.copyOf(columns);
    vectors = Map.copyOf(vectors);
    idType(columns.get(key));
    for (Map.Entry<String, VectorOptions> vector : vectors.entrySet()) {
      requireVector(columns, vector.getKey());
    }
  }

  /** The schema of a collection made for this table. */
  CollectionSchema newSchema() {
    List<VectorField> vectorFields = new ArrayList<>();
    List<Attribute> attributes = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      VectorOptions options = vectors.get(column.name());
      Integer dimension = options == null ? null : options.dimension();
      if (options != null && dimension != null) {
        vectorFields.add(VectorField.of(column.name(), dimension, options.metricOrDefault()));
      } else if (i != key) {
        attributes.add(new Attribute(column.name(), attributeType(column)));
      }
    }
    if (vectorFields.isEmpty()) {
      throw new ValidationException(
          "'%s' = 'true' needs 'vector.<column>.dimension' for an ARRAY<FLOAT> column; the columns"
                  .formatted(VicinalTableOptions.CREATE_COLLECTION.key())
              + " are "
              + columns);
    }
    return new CollectionSchema(idType(columns.get(key)), vectorFields, attributes);
  }

  /**
   * Refuses a collection that the table does not fit.
   *
   * @throws ValidationException naming the column, and what would be right
   */
  void check(CollectionSchema schema) {
    IdType idType = idType(columns.get(key));
    if (idType != schema.idType()) {
      throw new ValidationException(
          "primary key %s; expected %s for the collection's id"
              .formatted(columns.get(key), schema.idType() == IdType.INT64 ? "BIGINT" : "STRING"));
    }
    for (int i = 0; i < columns.size(); i++) {
      if (i != key) {
        check(columns.get(i), schema);
      }
    }
    for (VectorField field : schema.vectorFields()) {
      if (columns.stream().noneMatch(column -> column.name().equals(field.name()))) {
        throw new ValidationException(
            "no column for the vector field '%s'; expected an ARRAY<FLOAT> of that name beside %s"
                .formatted(field.name(), columns));
      }
    }
  }

  private void check(Column column, CollectionSchema schema) {
    Optional<VectorField> vector = schema.findVectorField(column.name());
    if (vector.isPresent()) {
      if (!ColumnTypes.isVector(column.type())) {
        throw new ValidationException(
            "column " + column + " is a vector field of the collection; expected ARRAY<FLOAT>");
      }
      checkOptions(vector.get(), vectors.get(column.name()));
      return;
    }
    Attribute attribute =
        schema.findAttribute(column.name()).orElseThrow(() -> unknown(column, schema));
    if (vectors.containsKey(column.name())) {
      throw new ValidationException(
          "column %s has options of a vector field, but is an attribute of the collection"
              .formatted(column));
    }
    if (!ColumnTypes.fits(column.type(), attribute.type())) {
      throw new ValidationException(
          "column %s is an attribute of type %s in the collection; expected %s"
              .formatted(column, attribute.type(), ColumnTypes.sql(attribute.type())));
    }
  }

  private static void checkOptions(VectorField field, @Nullable VectorOptions options) {
    if (options == null) {
      return;
    }
    Integer dimension = options.dimension();
    boolean same =
        (dimension == null || dimension == field.dimension())
            && (options.metric() == null || options.metric() == field.metric());
    if (!same) {
      throw new ValidationException(
          "vector field '%s' of the collection has dimension %d and metric %s; the table says %s"
              .formatted(field.name(), field.dimension(), field.metric(), options));
    }
  }

  private static IdType idType(Column key) {
    return switch (key.type().getTypeRoot()) {
      case BIGINT -> IdType.INT64;
      case CHAR, VARCHAR -> IdType.STRING;
      default ->
          throw new ValidationException(
              "primary key " + key + "; expected BIGINT or STRING, which an id can be");
    };
  }

  private static AttributeType attributeType(Column column) {
    return ColumnTypes.attribute(column.type())
        .orElseThrow(
            () ->
                new ValidationException(
                    "column %s; no attribute can hold it. CAST it to one of BOOLEAN, INT, BIGINT,"
                            .formatted(column)
                        + " FLOAT, DOUBLE, STRING, DATE, TIMESTAMP_LTZ(6), BYTES or an ARRAY of"
                        + " those"));
  }

  private static void requireVector(List<Column> columns, String name) {
    boolean found =
        columns.stream().anyMatch(c -> c.name().equals(name) && ColumnTypes.isVector(c.type()));
    if (!found) {
      throw new ValidationException(
          "options for the vector field '%s', which is no ARRAY<FLOAT> column; the columns are %s"
              .formatted(name, columns));
    }
  }

  private static ValidationException unknown(Column column, CollectionSchema schema) {
    return new ValidationException(
        "column %s has no field in the collection; its vector fields are %s, its attributes %s"
            .formatted(
                column,
                schema.vectorFields().stream().map(VectorField::name).toList(),
                schema.attributes().stream().map(Attribute::name).toList()));
  }
}
