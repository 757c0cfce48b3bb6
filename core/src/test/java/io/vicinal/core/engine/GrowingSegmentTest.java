package io.vicinal.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Mutation;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.SparseField;
import io.vicinal.api.SparseVector;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.filter.FilterBinding;
import io.vicinal.api.filter.FilterParser;
import io.vicinal.arrow.WriteBatches;
import io.vicinal.core.filter.RowFilter;
import io.vicinal.core.segment.ChunkBuilder;
import io.vicinal.core.segment.RowChunk;
import io.vicinal.core.segment.SegmentSchema;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class GrowingSegmentTest {
  private static final int ROWS = 50;
  private static final int COMPONENTS = 200;
  private static final CollectionSchema SCHEMA =
      new CollectionSchema(
          IdType.INT64,
          List.of(VectorField.of("v", 1, Metric.DOT)),
          List.of(new SparseField("words")),
          List.of(new Attribute("number", ScalarType.INT64)));

  /** Ten times as many bytes as were counted made nodes run out of memory before they sealed. */
  @Test
  void countsTheListsOfSparseIndexes() {
    withSegment(
        segment -> {
          long lists = ROWS * COMPONENTS;
          assertThat(segment.bytes()).isGreaterThan(lists * 100);
        });
  }

  @Test
  void acceptedRowsAreFoundOnceForAllSearchesOfAView() {
    withSegment(
        segment -> {
          SegmentView view =
              new SegmentView(segment, segment.rows(), RoaringBitmap.bitmapOf(0, 41, 42));
          AcceptedRows accepted =
              new AcceptedRows(
                  Optional.of(
                      RowFilter.of(
                          FilterBinding.bind(FilterParser.parse("number >= 40"), SCHEMA))));

          BitSet found = Objects.requireNonNull(accepted.of(view));

          assertThat(found.stream()).containsExactly(40, 43, 44, 45, 46, 47, 48, 49);
          assertThat(accepted.of(view)).isSameAs(found);
          assertThat(new AcceptedRows(Optional.empty()).of(view)).isNull();
        });
  }

  /** With rows whose indices are all different. */
  private static void withSegment(Consumer<GrowingSegment> test) {
    try (BufferAllocator allocator = new RootAllocator()) {
      GrowingSegment segment = GrowingSegment.create(1, SCHEMA, allocator);
      segment.append(List.of(chunk(allocator)), new IndexBuilders(Runnable::run, 1));
      test.accept(segment);
      segment.release();
    }
  }

  private static RowChunk chunk(BufferAllocator allocator) {
    List<Mutation> mutations = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      int first = row * COMPONENTS;
      int[] indices = IntStream.range(first, first + COMPONENTS).toArray();
      float[] values = new float[COMPONENTS];
      mutations.add(
          new Mutation.Upsert(
              new VectorRecord(
                  RecordId.of(row),
                  Map.of("v", DenseVector.of(1)),
                  Map.of("words", SparseVector.of(indices, values)),
                  Map.of("number", (long) row))));
    }
    try (VectorSchemaRoot batch = WriteBatches.of(SCHEMA).encode(mutations, allocator);
        ChunkBuilder chunk = ChunkBuilder.create(SegmentSchema.of(SCHEMA), ROWS, allocator)) {
      chunk.append(batch, 0, ROWS, 1);
      return chunk.finish();
    }
  }
}
