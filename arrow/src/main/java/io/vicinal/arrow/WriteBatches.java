package io.vicinal.arrow;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.Mutation;
import io.vicinal.api.Projection;
import io.vicinal.api.VicinalException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Changes to a collection as Arrow batches: a column {@value #OPERATION} says what each row does,
 * the others are those of records. A row that deletes uses the id only. Immutable.
 */
public final class WriteBatches {
  /** The column (int8) that says what a row does. */
  public static final String OPERATION = "_op";

  /** Inserts or replaces a record. */
  public static final byte UPSERT = 0;

  /** Removes a record. */
  public static final byte DELETE = 1;

  private final RecordBatches records;
  private final Schema schema;

  private WriteBatches(CollectionSchema collection) {
    this.records = RecordBatches.of(collection, Projection.ALL);
    this.schema = ArrowSchemas.writes(collection);
  }

  /** The write batches of a collection. */
  public static WriteBatches of(CollectionSchema collection) {
    return new WriteBatches(collection);
  }

  /** The columns, which are those of {@link ArrowSchemas#writes}. */
  public Schema schema() {
    return schema;
  }

  /** A new batch, which the caller closes, of changes that fit the collection's schema. */
  public VectorSchemaRoot encode(List<Mutation> mutations, BufferAllocator allocator) {
    VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
    try {
      batch.getFieldVectors().forEach(column -> column.setInitialCapacity(mutations.size()));
      batch.allocateNew();
      for (int row = 0; row < mutations.size(); row++) {
        write(batch, row, mutations.get(row));
      }
      batch.setRowCount(mutations.size());
      return batch;
    } catch (RuntimeException | Error e) {
      batch.close();
      throw e;
    }
  }

  /**
   * Writes a change that fits the collection's schema to a row. The rows of a batch are written in
   * ascending order, and the caller sets the row count after the last.
   */
  public void write(VectorSchemaRoot batch, int row, Mutation mutation) {
    TinyIntVector operations = (TinyIntVector) batch.getVector(OPERATION);
    if (mutation instanceof Mutation.Upsert upsert) {
      operations.setSafe(row, UPSERT);
      records.write(batch, row, upsert.record());
    } else {
      operations.setSafe(row, DELETE);
      ColumnValues.writeId(batch.getVector(CollectionSchema.ID), row, mutation.id());
    }
  }

  /**
   * A batch that has exactly the columns of {@link #schema}, in their order, with the rows of one
   * that somebody else wrote. Its columns may come in any order; absent attributes and vectors are
   * null, without {@value #OPERATION} every row is an upsert, and vectors may be lists of float32.
   * The source is empty afterwards where its memory could be moved. The caller closes the result.
   *
   * @throws VicinalException {@link ErrorCode#UNKNOWN_FIELD}, {@link ErrorCode#INVALID_RECORD} or
   *     {@link ErrorCode#INVALID_VECTOR}, naming the column
   */
  public VectorSchemaRoot conform(VectorSchemaRoot source, BufferAllocator allocator) {
    checkNames(source.getSchema());
    int rows = source.getRowCount();
    List<FieldVector> columns = new ArrayList<>();
    try {
      for (Field expected : schema.getFields()) {
        FieldVector column = source.getVector(expected.getName());
        columns.add(
            column == null
                ? absent(expected, rows, allocator)
                : ColumnConversion.convert(column, expected, allocator));
      }
      return new VectorSchemaRoot(schema, columns, rows);
    } catch (RuntimeException | Error e) {
      columns.forEach(FieldVector::close);
      throw e;
    }
  }

  /**
   * The changes in a batch that has exactly the columns of {@link #schema}, in their order.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_RECORD} if a row has another operation, or an
   *     id that is null or illegal
   */
  public List<Mutation> decode(VectorSchemaRoot batch) {
    TinyIntVector operations = (TinyIntVector) batch.getVector(OPERATION);
    List<Mutation> mutations = new ArrayList<>(batch.getRowCount());
    for (int row = 0; row < batch.getRowCount(); row++) {
      if (batch.getVector(CollectionSchema.ID).isNull(row)) {
        throw invalid("row " + row + " of a batch has no id; every row needs one");
      }
      Object operation = operations.getObject(row);
      if (operation instanceof Byte code && code == UPSERT) {
        mutations.add(new Mutation.Upsert(records.read(batch, row)));
      } else if (operation instanceof Byte code && code == DELETE) {
        mutations.add(new Mutation.Delete(records.readId(batch, row)));
      } else {
        throw invalid(
            "row "
                + row
                + " of a batch has operation "
                + operation
                + "; expected "
                + UPSERT
                + " (upsert) or "
                + DELETE
                + " (delete)");
      }
    }
    return mutations;
  }

  private void checkNames(Schema found) {
    Set<String> seen = new HashSet<>();
    for (Field column : found.getFields()) {
      if (schema.getFields().stream().noneMatch(e -> e.getName().equals(column.getName()))) {
        throw new VicinalException(
            ErrorCode.UNKNOWN_FIELD,
            "a batch with column '" + column.getName() + "'; expected only " + names());
      }
      if (!seen.add(column.getName())) {
        throw invalid("column '" + column.getName() + "' occurs twice in a batch");
      }
    }
    if (!seen.contains(CollectionSchema.ID)) {
      throw invalid("a batch without column '" + CollectionSchema.ID + "'; every row needs an id");
    }
  }

  private List<String> names() {
    return schema.getFields().stream().map(Field::getName).toList();
  }

  private static FieldVector absent(Field expected, int rows, BufferAllocator allocator) {
    FieldVector column = expected.createVector(allocator);
    column.setInitialCapacity(rows);
    column.allocateNew();
    if (column instanceof TinyIntVector operations) {
      for (int row = 0; row < rows; row++) {
        operations.setSafe(row, UPSERT);
      }
    }
    column.setValueCount(rows);
    return column;
  }

  private static VicinalException invalid(String message) {
    return new VicinalException(ErrorCode.INVALID_RECORD, message);
  }
}
