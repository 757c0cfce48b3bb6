package io.vicinal.server.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.arrow.RecordBatches;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

class RecordSourceTest {
  private static final int DIMENSION = 8192;
  private static final long RECORD_BYTES = DIMENSION * Float.BYTES;

  /** It reserved the memory of a whole batch, half a gibibyte. */
  @Test
  void takesTheMemoryOfTheRecordsThatThereAre() {
    assertThat(batches(1, 4 * RECORD_BYTES)).containsExactly(1);
  }

  @Test
  void boundsBatchesOfLongVectorsByTheirBytes() {
    int most = (int) (RecordSize.MESSAGE_BYTES / RECORD_BYTES);

    assertThat(batches(most + 10, Long.MAX_VALUE)).containsExactly(most, 10);
  }

  /** The numbers of rows of the batches of so many records. */
  private static List<Integer> batches(int records, long memory) {
    CollectionSchema schema =
        new CollectionSchema(
            IdType.INT64, List.of(VectorField.of("v", DIMENSION, Metric.DOT)), List.of());
    DenseVector vector = DenseVector.of(new float[DIMENSION]);
    List<Integer> rows = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator(memory);
        RecordSource source =
            new RecordSource(
                RecordBatches.of(schema, Projection.ALL),
                IntStream.range(0, records)
                    .mapToObj(i -> VectorRecord.of(RecordId.of(i), "v", vector))
                    .iterator(),
                () -> {},
                RecordSource.MAX_ROWS,
                allocator)) {
      while (source.loadNext()) {
        rows.add(source.root().getRowCount());
      }
    }
    return rows;
  }
}
