package io.vicinal.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.Metric;
import io.vicinal.api.Mutation;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriteBatchesTest {
  private static final Map<ScalarType, List<Object>> VALUES =
      Map.of(
          ScalarType.BOOLEAN, List.of(true, false),
          ScalarType.INT32, List.of(Integer.MIN_VALUE, 7),
          ScalarType.INT64, List.of(Long.MAX_VALUE, -7L),
          ScalarType.FLOAT32, List.of(0.1f, Float.NaN),
          ScalarType.FLOAT64, List.of(0.1, Double.NEGATIVE_INFINITY),
          ScalarType.STRING, List.of("", "ü\uD83D\uDE00"),
          ScalarType.DATE, List.of(LocalDate.of(2026, 11, 24), LocalDate.of(-44, 3, 15)),
          ScalarType.TIMESTAMP, List.of(Instant.ofEpochSecond(-1, 1000), Instant.EPOCH),
          ScalarType.BINARY, List.of(ByteBuffer.wrap(new byte[] {0, -1}), ByteBuffer.allocate(0)),
          ScalarType.JSON, List.of("{\"a\":1}"));

  private final BufferAllocator allocator = new RootAllocator();

  /** Fails if a test leaks memory. */
  @AfterEach
  void close() {
    allocator.close();
  }

  @Test
  void decodesWhatItEncodesForEveryType() {
    assertThat(VALUES.keySet()).containsExactlyInAnyOrder(ScalarType.values());
    for (IdType idType : IdType.values()) {
      WriteBatches batches = WriteBatches.of(schema(idType));
      List<Mutation> mutations = mutations(idType);

      try (VectorSchemaRoot batch = batches.encode(mutations, allocator)) {
        assertThat(batch.getSchema()).isEqualTo(ArrowSchemas.writes(schema(idType)));
        assertThat(batches.decode(batch)).isEqualTo(mutations);
      }
    }
  }

  @Test
  void survivesTheWayThroughAMessage() {
    WriteBatches batches = WriteBatches.of(schema(IdType.INT64));
    List<Mutation> mutations = mutations(IdType.INT64);
    ByteBuffer message;
    try (VectorSchemaRoot batch = batches.encode(mutations, allocator)) {
      message = BatchMessages.encode(batch);
    }

    try (VectorSchemaRoot batch =
        BatchMessages.decode(message, batches.schema(), allocator, "here")) {
      assertThat(batches.decode(batch)).isEqualTo(mutations);
    }
  }

  @Test
  void refusesAMessageThatIsCutOff() {
    WriteBatches batches = WriteBatches.of(schema(IdType.INT64));
    ByteBuffer message;
    try (VectorSchemaRoot batch = batches.encode(mutations(IdType.INT64), allocator)) {
      message = BatchMessages.encode(batch);
    }

    ByteBuffer half = message.slice(0, message.remaining() / 2);

    assertThatThrownBy(() -> BatchMessages.decode(half, batches.schema(), allocator, "log 7"))
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DAMAGED_FILE))
        .hasMessageContainingAll("log 7", half.remaining() + " bytes");
  }

  /** It was once reported as damage, and who believes that deletes what is intact. */
  @Test
  void saysThatMemoryIsMissingWhereAMessageIsIntact() {
    WriteBatches batches = WriteBatches.of(schema(IdType.INT64));
    ByteBuffer message;
    try (VectorSchemaRoot batch = batches.encode(mutations(IdType.INT64), allocator)) {
      message = BatchMessages.encode(batch);
    }

    try (BufferAllocator small = allocator.newChildAllocator("small", 0, 1024)) {
      assertThatThrownBy(() -> BatchMessages.decode(message, batches.schema(), small, "log 7"))
          .isInstanceOfSatisfying(
              VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED))
          .hasMessageContainingAll("log 7", "memory", message.remaining() + " bytes");
    }
  }

  @Test
  void readsOnlyTheProjectedFields() {
    CollectionSchema schema = schema(IdType.INT64);
    Mutation.Upsert upsert = (Mutation.Upsert) mutations(IdType.INT64).get(0);
    try (VectorSchemaRoot batch = WriteBatches.of(schema).encode(List.of(upsert), allocator)) {
      VectorRecord read = RecordBatches.of(schema, Projection.of("s_STRING", "id")).read(batch, 0);

      assertThat(read)
          .isEqualTo(
              new VectorRecord(
                  upsert.id(), Map.of(), Map.of("s_STRING", value(upsert, "s_STRING"))));
    }
  }

  @Test
  void namesTheRowOfAnUnknownOperation() {
    WriteBatches batches = WriteBatches.of(schema(IdType.INT64));
    try (VectorSchemaRoot batch = batches.encode(mutations(IdType.INT64), allocator)) {
      ((TinyIntVector) batch.getVector(WriteBatches.OPERATION)).set(1, 9);

      assertThatThrownBy(() -> batches.decode(batch)).hasMessageContainingAll("row 1", "9", "0");
    }
  }

  /** Once stored, such a list made every read of its record fail. */
  @Test
  void readsAListWithoutItsNulls() {
    CollectionSchema schema = schema(IdType.INT64);
    try (VectorSchemaRoot batch =
        VectorSchemaRoot.create(ArrowSchemas.records(schema), allocator)) {
      batch.allocateNew();
      ColumnValues.writeId(batch.getVector("id"), 0, RecordId.of(1));
      ListVector list = (ListVector) batch.getVector("l_STRING");
      int start = list.startNewValue(0);
      ((VarCharVector) list.getDataVector()).setNull(start);
      ((VarCharVector) list.getDataVector()).setSafe(start + 1, new byte[] {'a'});
      list.endValue(0, 2);
      batch.setRowCount(1);

      assertThat(RecordBatches.of(schema, Projection.ALL).read(batch, 0).attributes())
          .isEqualTo(Map.of("l_STRING", List.of("a")));
    }
  }

  /** Their indexes were once taken for the values. */
  @Test
  void refusesColumnsThatADictionaryEncodes() {
    Field year = encoded("s_INT32", new ArrowType.Int(Integer.SIZE, true));
    Field item = encoded("item", new ArrowType.Int(Long.SIZE, true));
    Field tags = new Field("l_INT64", FieldType.nullable(new ArrowType.List()), List.of(item));
    Field id = ArrowSchemas.id(IdType.INT64);
    WriteBatches batches = WriteBatches.of(schema(IdType.INT64));
    for (Field column : List.of(year, tags)) {
      try (VectorSchemaRoot batch =
          VectorSchemaRoot.create(new Schema(List.of(id, column)), allocator)) {
        assertThatThrownBy(() -> batches.conform(batch, allocator))
            .isInstanceOfSatisfying(
                VicinalException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_RECORD))
            .hasMessageContainingAll(column.getName(), "dictionary", "decode it before sending");
      }
    }
  }

  private static Field encoded(String name, ArrowType.Int index) {
    DictionaryEncoding dictionary = new DictionaryEncoding(1, false, index);
    return new Field(name, new FieldType(true, index, dictionary), List.of());
  }

  private static Object value(Mutation.Upsert upsert, String attribute) {
    return Objects.requireNonNull(upsert.record().attributes().get(attribute));
  }

  private static List<Mutation> mutations(IdType idType) {
    List<Mutation> mutations = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Map<String, Object> attributes = new HashMap<>();
      int pick = i;
      VALUES.forEach(
          (type, values) -> {
            attributes.put("s_" + type, values.get(pick % values.size()));
            attributes.put("l_" + type, values.subList(0, pick % (values.size() + 1)));
          });
      Map<String, DenseVector> vectors =
          Map.of("a", DenseVector.of(i, 0.5f, -i), "b", DenseVector.of(i));
      mutations.add(new Mutation.Upsert(new VectorRecord(id(idType, i), vectors, attributes)));
      mutations.add(new Mutation.Delete(id(idType, 100 + i)));
      mutations.add(new Mutation.Upsert(new VectorRecord(id(idType, -i), vectors, Map.of())));
    }
    return mutations;
  }

  private static RecordId id(IdType type, int number) {
    return type == IdType.INT64 ? RecordId.of(number) : RecordId.of("ü" + number);
  }

  private static CollectionSchema schema(IdType idType) {
    List<Attribute> attributes = new ArrayList<>();
    for (ScalarType type : ScalarType.values()) {
      attributes.add(new Attribute("s_" + type, type));
      attributes.add(new Attribute("l_" + type, new ListType(type)));
    }
    return new CollectionSchema(
        idType,
        List.of(VectorField.of("a", 3, Metric.EUCLIDEAN), VectorField.of("b", 1, Metric.MANHATTAN)),
        attributes);
  }
}
