package io.vicinal.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Mutation;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.arrow.ArrowSchemas;
import io.vicinal.arrow.WriteBatches;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchValidatorTest {
  private static final CollectionSchema SCHEMA =
      new CollectionSchema(
          IdType.INT64,
          List.of(VectorField.of("v", 2, Metric.EUCLIDEAN)),
          List.of(
              new Attribute("title", ScalarType.STRING),
              new Attribute("author", ScalarType.STRING),
              new Attribute("year", ScalarType.INT32)));

  private final BufferAllocator allocator = new RootAllocator();
  private final Schema columns = ArrowSchemas.writes(SCHEMA);
  private final BatchValidator validator = new BatchValidator(SCHEMA, columns);

  /** Fails if a test leaks memory. */
  @AfterEach
  void close() {
    allocator.close();
  }

  @Test
  void acceptsWhatWriteBatchesEncode() {
    try (VectorSchemaRoot batch = books()) {
      assertThatCode(() -> validator.validate(batch)).doesNotThrowAnyException();
    }
  }

  /** A log keeps no names: after a restart the two had changed places. */
  @Test
  void refusesColumnsInAnotherOrder() {
    try (VectorSchemaRoot batch = books()) {
      List<FieldVector> swapped = new ArrayList<>(batch.getFieldVectors());
      Collections.swap(swapped, indexOf("title"), indexOf("author"));
      VectorSchemaRoot other = new VectorSchemaRoot(swapped);

      assertRefused(other, ErrorCode.INVALID_RECORD, "[_op, id, v, author, title, year]", "order");
    }
  }

  @Test
  void refusesAColumnThatComesTwiceOrNotAtAll() {
    try (VectorSchemaRoot batch = books()) {
      List<FieldVector> doubled = new ArrayList<>(batch.getFieldVectors());
      doubled.add(batch.getVector("year"));
      List<FieldVector> shortened = batch.getFieldVectors().subList(0, indexOf("year"));

      assertRefused(
          new VectorSchemaRoot(doubled), ErrorCode.INVALID_RECORD, "year, year]", "each once");
      assertRefused(
          new VectorSchemaRoot(shortened), ErrorCode.INVALID_RECORD, "author]", "author, year]");
    }
  }

  @Test
  void refusesAColumnThatTheCollectionLacks() {
    List<Field> fields = new ArrayList<>(columns.getFields());
    fields.add(ArrowSchemas.attribute(new Attribute("pages", ScalarType.INT32)));
    try (VectorSchemaRoot batch = VectorSchemaRoot.create(new Schema(fields), allocator)) {
      assertRefused(batch, ErrorCode.UNKNOWN_FIELD, "'pages'", "author, year]");
    }
  }

  /** The index of a dictionary-encoded year was once stored in its place. */
  @Test
  void refusesAColumnThatADictionaryEncodes() {
    ArrowType.Int index = new ArrowType.Int(Integer.SIZE, true);
    DictionaryEncoding dictionary = new DictionaryEncoding(1, false, index);
    List<Field> fields = new ArrayList<>(columns.getFields());
    fields.set(
        indexOf("year"), new Field("year", new FieldType(true, index, dictionary), List.of()));
    try (VectorSchemaRoot batch = VectorSchemaRoot.create(new Schema(fields), allocator)) {
      assertRefused(batch, ErrorCode.INVALID_RECORD, "'year'", "decode it before sending");
    }
  }

  private void assertRefused(VectorSchemaRoot batch, ErrorCode code, String... words) {
    assertThatThrownBy(() -> validator.validate(batch))
        .isInstanceOfSatisfying(VicinalException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContainingAll(words);
  }

  private int indexOf(String column) {
    return columns.getFields().indexOf(columns.findField(column));
  }

  private VectorSchemaRoot books() {
    Map<String, Object> attributes = Map.of("title", "Dune", "author", "Herbert", "year", 1965);
    VectorRecord book =
        new VectorRecord(RecordId.of(1), Map.of("v", DenseVector.of(1, 2)), attributes);
    return WriteBatches.of(SCHEMA)
        .encode(List.of(new Mutation.Upsert(book), new Mutation.Delete(RecordId.of(2))), allocator);
  }
}
