package io.vicinal.arrow;

import io.vicinal.api.Attribute;
import io.vicinal.api.AttributeType;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.Metric;
import io.vicinal.api.Projection;
import io.vicinal.api.ScalarType;
import io.vicinal.api.SparseField;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The Arrow schemas of records and of writes.
 *
 * <pre>
 * id         int64 or utf8, not null
 * vectors    fixed_size_list&lt;item: float32 not null&gt;[dimension]
 * sparse     struct&lt;indices: list&lt;item: int32 not null&gt;,
 *            values: list&lt;item: float32 not null&gt;&gt;, as many of both, indices ascending
 * attributes bool, int32, int64, float, double, utf8, date32, timestamp[us, UTC], binary,
 *            list&lt;item: …&gt;; json is utf8
 * </pre>
 *
 * <p>Columns are nullable but for the id: a write that deletes has no vectors. The metadata of a
 * vector column names its {@value #METRIC}, that of a json column says {@value #TYPE} = json.
 */
public final class ArrowSchemas {
  /** The metadata key of a vector column with the metric's name, in lower case. */
  public static final String METRIC = "vicinal.metric";

  /** The metadata key of a column whose type Arrow does not tell: {@code json}. */
  public static final String TYPE = "vicinal.type";

  /** The child of a sparse vector column with the indices. */
  public static final String INDICES = "indices";

  /** The child of a sparse vector column with the components. */
  public static final String VALUES = "values";

  private static final String ITEM = "item";

  private ArrowSchemas() {}

  /** The columns of whole records. */
  public static Schema records(CollectionSchema schema) {
    return records(schema, Projection.ALL);
  }

  /**
   * The columns of records with the projected fields, in the order of the schema.
   *
   * @throws VicinalException {@link ErrorCode#UNKNOWN_FIELD} if the projection names others
   */
  public static Schema records(CollectionSchema schema, Projection projection) {
    projection.check(schema);
    List<Field> columns = new ArrayList<>();
    columns.add(id(schema.idType()));
    projection.vectorFields(schema).forEach(name -> columns.add(vector(schema.vectorField(name))));
    projection.sparseFields(schema).forEach(name -> columns.add(sparse(schema.sparseField(name))));
    projection.attributes(schema).forEach(name -> columns.add(attribute(schema.attribute(name))));
    return new Schema(columns);
  }

  /**
   * The columns of write batches: {@value WriteBatches#OPERATION} (int8), then those of records.
   */
  public static Schema writes(CollectionSchema schema) {
    List<Field> columns = new ArrayList<>();
    columns.add(
        new Field(WriteBatches.OPERATION, FieldType.notNullable(new ArrowType.Int(8, true)), null));
    columns.addAll(records(schema).getFields());
    return new Schema(columns);
  }

  /** The column of the key. */
  public static Field id(IdType type) {
    ArrowType arrow =
        type == IdType.INT64 ? new ArrowType.Int(Long.SIZE, true) : new ArrowType.Utf8();
    return new Field(CollectionSchema.ID, FieldType.notNullable(arrow), null);
  }

  /** The column of a vector field. */
  public static Field vector(VectorField field) {
    Map<String, String> metadata = Map.of(METRIC, field.metric().name().toLowerCase(Locale.ROOT));
    FieldType type =
        new FieldType(true, new ArrowType.FixedSizeList(field.dimension()), null, metadata);
    Field item =
        new Field(
            ITEM,
            FieldType.notNullable(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
            null);
    return new Field(field.name(), type, List.of(item));
  }

  /** The column of a sparse field. */
  public static Field sparse(SparseField field) {
    Map<String, String> metadata = Map.of(METRIC, Metric.DOT.name().toLowerCase(Locale.ROOT));
    return new Field(
        field.name(),
        new FieldType(true, new ArrowType.Struct(), null, metadata),
        List.of(
            numbers(INDICES, new ArrowType.Int(Integer.SIZE, true)),
            numbers(VALUES, new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))));
  }

  private static Field numbers(String name, ArrowType type) {
    Field item = new Field(ITEM, FieldType.notNullable(type), null);
    return new Field(name, FieldType.nullable(new ArrowType.List()), List.of(item));
  }

  /** The column of an attribute. */
  public static Field attribute(Attribute attribute) {
    return column(attribute.name(), attribute.type());
  }

  private static Field column(String name, AttributeType type) {
    if (type instanceof ListType list) {
      return new Field(
          name, FieldType.nullable(new ArrowType.List()), List.of(column(ITEM, list.element())));
    }
    Map<String, String> metadata = type == ScalarType.JSON ? Map.of(TYPE, "json") : Map.of();
    return new Field(name, new FieldType(true, arrow((ScalarType) type), null, metadata), null);
  }

  private static ArrowType arrow(ScalarType type) {
    return switch (type) {
      case BOOLEAN -> new ArrowType.Bool();
      case INT32 -> new ArrowType.Int(Integer.SIZE, true);
      case INT64 -> new ArrowType.Int(Long.SIZE, true);
      case FLOAT32 -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case FLOAT64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case STRING, JSON -> new ArrowType.Utf8();
      case DATE -> new ArrowType.Date(DateUnit.DAY);
      case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
      case BINARY -> new ArrowType.Binary();
    };
  }
}
