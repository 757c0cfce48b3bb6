package io.vicinal.spark;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import io.vicinal.arrow.ArrowSchemas;
import io.vicinal.arrow.WriteBatches;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** Spark's rows as a batch of upserts, in memory that is filled again and again. */
final class RowBatch implements AutoCloseable {
  /** Batches stay well below the size of the messages that a node takes. */
  private static final long MAX_BYTES = 8L << 20;

  private final VectorSchemaRoot root;
  private final TinyIntVector operations;
  private final CollectionSchema schema;
  private final ColumnWriter id;
  private final int idOrdinal;
  private final List<VectorWriter> vectors = new ArrayList<>();
  private final List<Column> attributes = new ArrayList<>();
  private final int maxRows;
  private int rows;
  private long bytes;

  private record Column(String name, int ordinal, FieldVector vector, ColumnWriter writer) {}

  private RowBatch(
      VectorSchemaRoot root, CollectionSchema schema, StructType columns, int maxRows) {
    this.root = root;
    this.schema = schema;
    this.maxRows = maxRows;
    this.operations = (TinyIntVector) root.getVector(WriteBatches.OPERATION);
    this.id = ColumnWriter.ofId(schema.idType(), root.getVector(CollectionSchema.ID));
    this.idOrdinal = columns.fieldIndex(CollectionSchema.ID);
    for (VectorField field : schema.vectorFields()) {
      int ordinal = columns.fieldIndex(field.name());
      vectors.add(new VectorWriter(field, ordinal, root.getVector(field.name())));
    }
    for (Attribute attribute : schema.attributes()) {
      FieldVector vector = root.getVector(attribute.name());
      attributes.add(
          new Column(
              attribute.name(),
              columns.fieldIndex(attribute.name()),
              vector,
              ColumnWriter.of(attribute.type(), vector)));
    }
  }

  /**
   * An empty batch.
   *
   * @param columns the columns of the rows that come; every field of the schema is among them
   */
  static RowBatch create(
      CollectionSchema schema, StructType columns, int maxRows, BufferAllocator allocator) {
    VectorSchemaRoot root = VectorSchemaRoot.create(ArrowSchemas.writes(schema), allocator);
    try {
      return new RowBatch(root, schema, columns, maxRows);
    } catch (RuntimeException e) {
      root.close();
      throw e;
    }
  }

  /**
   * Adds a row.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_RECORD} or {@link ErrorCode#INVALID_VECTOR},
   *     naming the record and the column
   */
  void add(InternalRow row) {
    if (row.isNullAt(idOrdinal)) {
      throw new VicinalException(
          ErrorCode.INVALID_RECORD, "a row has no id: column 'id' is null; expected a key");
    }
    bytes += id.write(row, idOrdinal, rows);
    for (VectorWriter vector : vectors) {
      bytes += vector.write(row, rows, () -> owner(row));
    }
    for (Column column : attributes) {
      bytes += write(column, row);
    }
    operations.setSafe(rows, WriteBatches.UPSERT);
    rows++;
  }

  int rows() {
    return rows;
  }

  boolean isFull() {
    return rows >= maxRows || bytes >= MAX_BYTES;
  }

  /** The rows added so far, as a batch to send. */
  VectorSchemaRoot finish() {
    root.setRowCount(rows);
    return root;
  }

  /** Forgets the rows, and keeps the memory. */
  void clear() {
    root.getFieldVectors().forEach(FieldVector::reset);
    root.setRowCount(0);
    rows = 0;
    bytes = 0;
  }

  @Override
  public void close() {
    root.close();
  }

  private long write(Column column, InternalRow row) {
    if (row.isNullAt(column.ordinal())) {
      column.vector().setNull(rows);
      return 0;
    }
    try {
      return column.writer().write(row, column.ordinal(), rows);
    } catch (NullElementException e) {
      throw new VicinalException(
          ErrorCode.INVALID_RECORD,
          owner(row)
              + ", attribute '"
              + column.name()
              + "': element "
              + e.index()
              + " of the list is null; expected lists without nulls",
          e);
    }
  }

  private String owner(InternalRow row) {
    return "record "
        + (schema.idType() == IdType.INT64
            ? Long.toString(row.getLong(idOrdinal))
            : row.getUTF8String(idOrdinal).toString());
  }
}
