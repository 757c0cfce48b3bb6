package io.vicinal.core.segment;

import io.vicinal.api.CollectionSchema;
import io.vicinal.arrow.ArrowSchemas;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** The columns of a segment: those of a record, after the sequence number of its write. */
public final class SegmentSchema {
  /** The column with the sequence number of the write that a row came with. */
  public static final String SEQUENCE = "_seq";

  private SegmentSchema() {}

  /** The columns of a segment of a collection. */
  public static Schema of(CollectionSchema schema) {
    List<Field> columns = new ArrayList<>();
    columns.add(
        new Field(SEQUENCE, FieldType.notNullable(new ArrowType.Int(Long.SIZE, true)), null));
    columns.addAll(ArrowSchemas.records(schema).getFields());
    return new Schema(columns);
  }
}
