package io.vicinal.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Mutation;
import io.vicinal.api.RecordId;
import io.vicinal.api.SparseField;
import io.vicinal.api.SparseVector;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.arrow.ArrowSchemas;
import io.vicinal.arrow.WriteBatches;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sparse vectors that others put into batches. */
class SparseValidatorTest {
  private static final CollectionSchema SCHEMA =
      new CollectionSchema(
          IdType.INT64,
          List.of(VectorField.of("v", 1, Metric.DOT)),
          List.of(new SparseField("words")),
          List.of());

  private final BufferAllocator allocator = new RootAllocator();
  private final BatchValidator validator = new BatchValidator(SCHEMA, ArrowSchemas.writes(SCHEMA));

  /** Fails if a test leaks memory. */
  @AfterEach
  void close() {
    allocator.close();
  }

  @Test
  void acceptsWhatWriteBatchesEncode() {
    try (VectorSchemaRoot batch = batch()) {
      assertThatCode(() -> validator.validate(batch)).doesNotThrowAnyException();
    }
  }

  @Test
  void refusesWhatNoRecordHas() {
    refuses((indices, values) -> index(indices).set(1, 2), "index 2 occurs twice");
    refuses((indices, values) -> index(indices).set(1, 1), "index 1 after 2", "ascending");
    refuses((indices, values) -> index(indices).set(0, -1), "index -1", "0..2147483646");
    refuses((indices, values) -> index(indices).set(1, Integer.MAX_VALUE), "index 2147483647");
    refuses((indices, values) -> value(values).set(1, Float.NaN), "value NaN of index 7");
    refuses((indices, values) -> index(indices).setNull(1), "null as component 1");
    refuses((indices, values) -> value(values).setNull(0), "null as component 0");
    refuses((indices, values) -> indices.setNull(0), "no indices or no values");
    refuses((indices, values) -> values.setNull(0), "no indices or no values");
    refuses(
        (indices, values) -> values.getOffsetBuffer().setInt(Integer.BYTES, 1),
        "2 indices and 1 values");
  }

  /** Two lists that are both three components short were as many of each, and broke the copy. */
  @Test
  void refusesListsThatGoBackwards() {
    try (VectorSchemaRoot batch = batch()) {
      StructVector words = (StructVector) batch.getVector("words");
      for (String child : List.of(ArrowSchemas.INDICES, ArrowSchemas.VALUES)) {
        words.getChild(child).getOffsetBuffer().setInt(0, 2);
        words.getChild(child).getOffsetBuffer().setInt(Integer.BYTES, 0);
      }

      assertThatThrownBy(() -> validator.validate(batch))
          .isInstanceOfSatisfying(
              VicinalException.class,
              error -> assertThat(error.code()).isEqualTo(ErrorCode.INVALID_RECORD))
          .hasMessageContaining("'words.indices'")
          .hasMessageContaining("offset 1 is 0; expected one from 2 to 2");
    }
  }

  /** Spoils the lists of the first row. */
  private interface Fault {
    void make(ListVector indices, ListVector values);
  }

  private void refuses(Fault fault, String... parts) {
    try (VectorSchemaRoot batch = batch()) {
      StructVector words = (StructVector) batch.getVector("words");
      fault.make(
          (ListVector) words.getChild(ArrowSchemas.INDICES),
          (ListVector) words.getChild(ArrowSchemas.VALUES));
      assertThatThrownBy(() -> validator.validate(batch))
          .isInstanceOfSatisfying(
              VicinalException.class,
              error -> assertThat(error.code()).isEqualTo(ErrorCode.INVALID_VECTOR))
          .hasMessageContaining("record 1, sparse vector field 'words'")
          .hasMessageContainingAll(parts);
    }
  }

  private VectorSchemaRoot batch() {
    SparseVector words = SparseVector.of(new int[] {2, 7}, new float[] {1, -1});
    VectorRecord record =
        VectorRecord.of(RecordId.of(1), "v", DenseVector.of(1))
            .withSparseVectors(Map.of("words", words));
    VectorRecord without = VectorRecord.of(RecordId.of(2), "v", DenseVector.of(1));
    return WriteBatches.of(SCHEMA)
        .encode(List.of(new Mutation.Upsert(record), new Mutation.Upsert(without)), allocator);
  }

  private static IntVector index(ListVector lists) {
    return (IntVector) lists.getDataVector();
  }

  private static Float4Vector value(ListVector lists) {
    return (Float4Vector) lists.getDataVector();
  }
}
