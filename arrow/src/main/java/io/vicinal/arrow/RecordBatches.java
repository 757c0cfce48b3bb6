package io.vicinal.arrow;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.SparseField;
import io.vicinal.api.SparseVector;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Records with projected fields as rows of Arrow batches, and back. Finds columns by name, so that
 * a batch may have more of them. Immutable; the batches are the caller's.
 */
public final class RecordBatches {
  private final CollectionSchema collection;
  private final List<VectorField> vectorFields;
  private final List<SparseField> sparseFields;
  private final List<Attribute> attributes;
  private final Schema schema;

  private RecordBatches(CollectionSchema collection, Projection projection) {
    this.collection = collection;
    this.schema = ArrowSchemas.records(collection, projection);
    this.vectorFields =
        projection.vectorFields(collection).stream().map(collection::vectorField).toList();
    this.sparseFields =
        projection.sparseFields(collection).stream().map(collection::sparseField).toList();
    this.attributes =
        projection.attributes(collection).stream().map(collection::attribute).toList();
  }

  /**
   * The batches of a projection.
   *
   * @throws VicinalException {@link ErrorCode#UNKNOWN_FIELD} if the projection names others
   */
  public static RecordBatches of(CollectionSchema collection, Projection projection) {
    return new RecordBatches(collection, projection);
  }

  /** The columns: id, vectors, sparse vectors, attributes. */
  public Schema schema() {
    return schema;
  }

  /**
   * Writes a record to a row; fields that the record lacks become null. The rows of a batch are
   * written in ascending order, and the caller sets the row count after the last.
   */
  public void write(VectorSchemaRoot batch, int row, VectorRecord record) {
    ColumnValues.writeId(batch.getVector(CollectionSchema.ID), row, record.id());
    for (VectorField field : vectorFields) {
      DenseVector vector = record.vectors().get(field.name());
      if (vector != null) {
        ColumnValues.writeVector(batch.getVector(field.name()), row, vector);
      }
    }
    for (SparseField field : sparseFields) {
      SparseVector vector = record.sparseVectors().get(field.name());
      if (vector != null) {
        ColumnValues.writeSparse(batch.getVector(field.name()), row, vector);
      }
    }
    for (Attribute attribute : attributes) {
      Object value = record.attributes().get(attribute.name());
      if (value != null) {
        ColumnValues.write(attribute.type(), batch.getVector(attribute.name()), row, value);
      }
    }
  }

  /** The record in a row; null fields are absent from it. */
  public VectorRecord read(VectorSchemaRoot batch, int row) {
    Map<String, DenseVector> vectors = new LinkedHashMap<>();
    for (VectorField field : vectorFields) {
      FieldVector column = batch.getVector(field.name());
      if (!column.isNull(row)) {
        vectors.put(field.name(), ColumnValues.readVector(column, row));
      }
    }
    Map<String, SparseVector> sparse = new LinkedHashMap<>();
    for (SparseField field : sparseFields) {
      FieldVector column = batch.getVector(field.name());
      if (!column.isNull(row)) {
        sparse.put(field.name(), ColumnValues.readSparse(column, row));
      }
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Attribute attribute : attributes) {
      FieldVector column = batch.getVector(attribute.name());
      if (!column.isNull(row)) {
        values.put(attribute.name(), ColumnValues.read(attribute.type(), column, row));
      }
    }
    return new VectorRecord(readId(batch, row), vectors, sparse, values);
  }

  /** The key in a row. */
  public RecordId readId(VectorSchemaRoot batch, int row) {
    return ColumnValues.readId(collection.idType(), batch.getVector(CollectionSchema.ID), row);
  }
}
