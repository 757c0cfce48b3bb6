package io.vicinal.server.bench;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.RecordId;
import io.vicinal.arrow.ColumnValues;
import io.vicinal.core.segment.RowChunk;
import io.vicinal.core.segment.Rows;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.example.data.Group;
import org.jspecify.annotations.Nullable;

/** Gathers rows of attributes in chunks of the engine's size. For one thread. */
final class AttributeChunks implements AutoCloseable {
  /** As many rows as a chunk of a segment has. */
  private static final int CHUNK_ROWS = 8192;

  private final Schema schema;
  private final BufferAllocator allocator;
  private final List<RowChunk> chunks = new ArrayList<>();
  private @Nullable VectorSchemaRoot open;
  private int openRows;

  AttributeChunks(Schema schema, BufferAllocator allocator) {
    this.schema = schema;
    this.allocator = allocator;
  }

  /** Appends a row; {@code number} is its key unless a column holds keys. */
  void append(Group row, List<ParquetColumn> columns, int number) {
    VectorSchemaRoot chunk = open == null ? begin() : open;
    boolean hasKey = false;
    for (ParquetColumn column : columns) {
      Object value = column.value(row);
      FieldVector target = chunk.getVector(column.name());
      if (column.name().equals(CollectionSchema.ID)) {
        hasKey = true;
        ColumnValues.writeId(target, openRows, id(value, number));
      } else if (value != null) {
        ColumnValues.write(column.type(), target, openRows, value);
      }
    }
    if (!hasKey && chunk.getVector(CollectionSchema.ID) != null) {
      ColumnValues.writeId(chunk.getVector(CollectionSchema.ID), openRows, RecordId.of(number));
    }
    if (++openRows == CHUNK_ROWS) {
      seal();
    }
  }

  /** All rows, whose first user is the caller. */
  Rows finish() {
    seal();
    return Rows.of(chunks);
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
      open = null;
    }
    chunks.forEach(RowChunk::release);
    chunks.clear();
  }

  private VectorSchemaRoot begin() {
    VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
    root.getFieldVectors().forEach(FieldVector::allocateNew);
    open = root;
    openRows = 0;
    return root;
  }

  private void seal() {
    if (open != null) {
      open.setRowCount(openRows);
      chunks.add(RowChunk.of(open));
      open = null;
    }
  }

  private static RecordId id(@Nullable Object value, int number) {
    if (value instanceof String text) {
      return RecordId.of(text);
    }
    if (value instanceof Number integer) {
      return RecordId.of(integer.longValue());
    }
    throw new IllegalArgumentException("row " + number + " has no id");
  }
}
