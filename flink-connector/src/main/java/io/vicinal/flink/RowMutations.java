package io.vicinal.flink;

import io.vicinal.api.AttributeType;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.Mutation;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.flink.TableColumns.Column;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a changelog as changes: {@code +I} and {@code +U} upsert, {@code -D} and {@code -U}
 * delete.
 *
 * <p>The sink does not ask for {@code -U}, and mostly gets none. Where the planner lets it through,
 * as behind a filter, it may be all that tells that a row left the query: the {@code +U} that would
 * replace the row does not pass the filter. Where both come, they come in this order and are
 * written in it (decision 0070).
 */
final class RowMutations implements MutationConverter<RowData> {
  private static final long serialVersionUID = 1L;

  private final TableColumns table;
  private transient @Nullable Binding binding;

  /** Columns by their duty in the collection. */
  private record Binding(IdType idType, List<BoundColumn> vectors, List<BoundColumn> attributes) {}

  /** How a column is read: by the getter, as values of the type, which vectors have not. */
  private record BoundColumn(
      String name,
      @Nullable AttributeType type,
      RowData.FieldGetter getter,
      ArrayData.@Nullable ElementGetter elements) {}

  RowMutations(TableColumns table) {
    this.table = table;
  }

  @Override
  public void open(CollectionSchema schema) {
    table.check(schema);
    List<BoundColumn> vectors = new ArrayList<>();
    List<BoundColumn> attributes = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      Column column = table.columns().get(i);
      RowData.FieldGetter getter = RowData.createFieldGetter(column.type(), i);
      if (schema.findVectorField(column.name()).isPresent() && i != table.key()) {
        vectors.add(new BoundColumn(column.name(), null, getter, null));
      } else if (i != table.key()) {
        AttributeType type = schema.attribute(column.name()).type();
        attributes.add(new BoundColumn(column.name(), type, getter, elements(column)));
      }
    }
    binding = new Binding(schema.idType(), vectors, attributes);
  }

  @Override
  public Mutation convert(RowData row) {
    Binding bound = binding;
    if (bound == null) {
      throw new IllegalStateException("convert was called before open");
    }
    RecordId id = id(row, bound.idType());
    return switch (row.getRowKind()) {
      case INSERT, UPDATE_AFTER -> new Mutation.Upsert(record(row, id, bound));
      case UPDATE_BEFORE, DELETE -> new Mutation.Delete(id);
    };
  }

  private RecordId id(RowData row, IdType type) {
    int key = table.key();
    if (row.isNullAt(key)) {
      throw new VicinalException(
          ErrorCode.INVALID_RECORD,
          "primary key " + table.columns().get(key) + " is null; every record needs an id");
    }
    return type == IdType.INT64
        ? RecordId.of(row.getLong(key))
        : RecordId.of(row.getString(key).toString());
  }

  private static VectorRecord record(RowData row, RecordId id, Binding bound) {
    Map<String, DenseVector> vectors = new HashMap<>();
    for (BoundColumn column : bound.vectors()) {
      Object value = column.getter().getFieldOrNull(row);
      if (value != null) {
        vectors.put(column.name(), vector(id, column.name(), (ArrayData) value));
      }
    }
    Map<String, Object> attributes = new HashMap<>();
    for (BoundColumn column : bound.attributes()) {
      Object value = column.getter().getFieldOrNull(row);
      AttributeType type = column.type();
      if (value != null && type != null) {
        attributes.put(column.name(), attribute(id, column, type, value));
      }
    }
    return new VectorRecord(id, vectors, attributes);
  }

  private static DenseVector vector(RecordId id, String name, ArrayData array) {
    for (int i = 0; i < array.size(); i++) {
      if (array.isNullAt(i)) {
        throw new VicinalException(
            ErrorCode.INVALID_VECTOR,
            "record %s, vector field '%s': component %d is null; expected a number"
                .formatted(id, name, i));
      }
    }
    return DenseVector.of(array.toFloatArray());
  }

  private static Object attribute(
      RecordId id, BoundColumn column, AttributeType type, Object value) {
    if (!(type instanceof ListType list)) {
      return scalar((ScalarType) type, value);
    }
    ArrayData array = (ArrayData) value;
    ArrayData.ElementGetter elements = column.elements();
    List<Object> values = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      Object element = elements == null ? null : elements.getElementOrNull(array, i);
      if (element == null) {
        throw new VicinalException(
            ErrorCode.INVALID_RECORD,
            "record %s, attribute '%s': element %d is null; expected a value"
                .formatted(id, column.name(), i));
      }
      values.add(scalar(list.element(), element));
    }
    return values;
  }

  /** A value of Flink's internal classes in the class of the api. */
  private static Object scalar(ScalarType type, Object value) {
    return switch (type) {
      case BOOLEAN, INT32, INT64, FLOAT32, FLOAT64 -> value;
      case STRING, JSON -> value.toString();
      case DATE -> LocalDate.ofEpochDay((Integer) value);
      case TIMESTAMP -> ((TimestampData) value).toInstant();
      case BINARY -> ByteBuffer.wrap((byte[]) value);
    };
  }

  private static ArrayData.@Nullable ElementGetter elements(Column column) {
    return column.type() instanceof ArrayType array
        ? ArrayData.createElementGetter(array.getElementType())
        : null;
  }
}
