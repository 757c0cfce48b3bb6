package io.vicinal.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
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
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
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

class BatchValidatorTest {
  private static final CollectionSchema SCHEMA =
      new CollectionSchema(
          IdType.INT64,
          List.of(VectorField.of("v", 2, Metric.EUCLIDEAN)),
          List.of(
              new Attribute("title", ScalarType.STRING),
              new Attribute("author", ScalarType.STRING),
              new Attribute("year", ScalarType.INT32),
              new Attribute("tags", new ListType(ScalarType.STRING)),
              new Attribute("scores", new ListType(ScalarType.INT64))));

  /** A surrogate, an overlong slash, the half of an ü, and what no code point begins with. */
  private static final List<byte[]> NO_TEXT =
      List.of(
          new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
          new byte[] {'a', (byte) 0xc0, (byte) 0xaf},
          new byte[] {'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', (byte) 0xc3},
          new byte[] {(byte) 0xff});

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

      assertRefused(
          other,
          ErrorCode.INVALID_RECORD,
          "[_op, id, v, author, title, year, tags, scores]",
          "order");
    }
  }

  @Test
  void refusesAColumnThatComesTwiceOrNotAtAll() {
    try (VectorSchemaRoot batch = books()) {
      List<FieldVector> doubled = new ArrayList<>(batch.getFieldVectors());
      doubled.add(batch.getVector("year"));
      List<FieldVector> shortened = batch.getFieldVectors().subList(0, indexOf("scores"));

      assertRefused(
          new VectorSchemaRoot(doubled), ErrorCode.INVALID_RECORD, "scores, year]", "each once");
      assertRefused(
          new VectorSchemaRoot(shortened),
          ErrorCode.INVALID_RECORD,
          "year, tags]",
          "tags, scores]");
    }
  }

  @Test
  void refusesAColumnThatTheCollectionLacks() {
    List<Field> fields = new ArrayList<>(columns.getFields());
    fields.add(ArrowSchemas.attribute(new Attribute("pages", ScalarType.INT32)));
    try (VectorSchemaRoot batch = VectorSchemaRoot.create(new Schema(fields), allocator)) {
      assertRefused(batch, ErrorCode.UNKNOWN_FIELD, "'pages'", "tags, scores]");
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

  /** Once stored, such a list made every read of its record fail. */
  @Test
  void refusesNullAmongTheElementsOfAList() {
    try (VectorSchemaRoot batch = books()) {
      ListVector scores = (ListVector) batch.getVector("scores");
      ((BigIntVector) scores.getDataVector()).setNull(scores.getElementStartIndex(2) + 1);

      assertRefused(batch, ErrorCode.INVALID_RECORD, "record 3", "'scores'", "element 1 is null");
    }
  }

  /** Arrow does not look at them, and what was logged could not be applied. */
  @Test
  void refusesOffsetsThatGoBackwardsOrBeyondTheData() {
    for (String column : List.of("scores", "tags", "title")) {
      try (VectorSchemaRoot batch = books()) {
        batch.getVector(column).getOffsetBuffer().setInt(Integer.BYTES, -1);
        assertRefused(
            batch,
            ErrorCode.INVALID_RECORD,
            "'" + column + "'",
            "offset 1 is -1; expected one from 0");
      }
      try (VectorSchemaRoot batch = books()) {
        int end = Integer.BYTES * batch.getRowCount();
        batch.getVector(column).getOffsetBuffer().setInt(end, 1 << 20);
        assertRefused(batch, ErrorCode.INVALID_RECORD, "'" + column + "'", "is 1048576; expected");
      }
    }
  }

  @Test
  void refusesTextThatIsNotUtf8() {
    for (byte[] bytes : NO_TEXT) {
      try (VectorSchemaRoot batch = books()) {
        ((VarCharVector) batch.getVector("author")).setSafe(2, bytes);

        assertRefused(batch, ErrorCode.INVALID_RECORD, "record 3", "'author'", "not UTF-8");
      }
      try (VectorSchemaRoot batch = books()) {
        ListVector tags = (ListVector) batch.getVector("tags");
        ((VarCharVector) tags.getDataVector()).setSafe(tags.getElementStartIndex(2) + 1, bytes);

        assertRefused(batch, ErrorCode.INVALID_RECORD, "record 3", "'tags'", "element 1 is not");
      }
    }
  }

  @Test
  void ignoresTheAttributesOfRowsThatDelete() {
    try (VectorSchemaRoot batch = books()) {
      VarCharVector titles = (VarCharVector) batch.getVector("title");
      titles.setSafe(2, new byte[] {(byte) 0xff});
      ListVector scores = (ListVector) batch.getVector("scores");
      ((BigIntVector) scores.getDataVector()).setNull(scores.getElementStartIndex(2));
      ((TinyIntVector) batch.getVector(WriteBatches.OPERATION)).set(2, WriteBatches.DELETE);

      assertThatCode(() -> validator.validate(batch)).doesNotThrowAnyException();
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

  /** An upsert of 1 in ASCII, a delete of 2, and an upsert of 3. */
  private VectorSchemaRoot books() {
    List<Mutation> mutations =
        List.of(
            book(1, "Dune", "Herbert", List.of()),
            new Mutation.Delete(RecordId.of(2)),
            book(3, "Solaris \uD83D\uDE80", "Lem", List.of("Science-Fiction", "größer")));
    return WriteBatches.of(SCHEMA).encode(mutations, allocator);
  }

  private static Mutation book(int id, String title, String author, List<String> tags) {
    Map<String, Object> attributes =
        Map.of(
            "title",
            title,
            "author",
            author,
            "year",
            1961,
            "tags",
            tags,
            "scores",
            List.of(5L, 4L));
    Map<String, DenseVector> vectors = Map.of("v", DenseVector.of(1, 2));
    return new Mutation.Upsert(new VectorRecord(RecordId.of(id), vectors, attributes));
  }
}
