package io.vicinal.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Mutation;
import io.vicinal.api.RecordId;
import io.vicinal.api.SparseField;
import io.vicinal.api.SparseVector;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.arrow.WriteBatches;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

final class MutationBatchTest {
  @Test
  void aBatchThatDoesNotFitFreesItsFirstColumns() {
    try (RootAllocator small = new RootAllocator(1 << 16)) {
      assertThatThrownBy(() -> MutationBatch.allocate(KeyedChanges.SCHEMA, 1 << 16, small))
          .isInstanceOf(OutOfMemoryException.class);
    }
  }

  /** A cleared batch must not keep lengths or nulls of the sparse vectors that it had. */
  @Test
  void keepsSparseVectorsInABatchThatIsUsedAgain() {
    CollectionSchema schema =
        new CollectionSchema(
            IdType.INT64,
            List.of(VectorField.of("v", 1, Metric.DOT)),
            List.of(new SparseField("words")),
            List.of());
    WriteBatches layout = WriteBatches.of(schema);
    List<Mutation> first = List.of(upsert(1, 7, 8), upsert(2), new Mutation.Delete(RecordId.of(3)));
    List<Mutation> second = List.of(upsert(4), upsert(5, 1, 2, 3), upsert(6, 9));
    try (RootAllocator memory = new RootAllocator();
        MutationBatch batch = MutationBatch.allocate(schema, 2, memory)) {
      for (List<Mutation> mutations : List.of(first, second, first)) {
        mutations.forEach(mutation -> batch.add(mutation, 1, 1));
        batch.seal();
        assertThat(layout.decode(batch.root())).isEqualTo(mutations);
        batch.clear();
      }
    }
  }

  /** A record whose sparse vector has those indices; it has none if there are none. */
  private static Mutation upsert(long id, int... indices) {
    float[] values = new float[indices.length];
    Arrays.fill(values, (float) id);
    return new Mutation.Upsert(
        new VectorRecord(
            RecordId.of(id),
            Map.of("v", DenseVector.of((float) id)),
            indices.length == 0 ? Map.of() : Map.of("words", SparseVector.of(indices, values)),
            Map.of()));
  }
}
