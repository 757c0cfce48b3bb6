package io.vicinal.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.RecordId;
import io.vicinal.core.hnsw.HnswIndex;
import io.vicinal.core.segment.RowChunk;
import io.vicinal.core.segment.Rows;
import io.vicinal.core.segment.Segment;
import io.vicinal.core.sparse.SparseIndex;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class CompactionChoiceTest {
  @Test
  void mergesSegmentsOfAboutTheSameSize() {
    assertThat(chosen(100, 200, 300)).isEmpty();
    assertThat(chosen(100, 200, 300, 20_000)).isEmpty();
    assertThat(chosen(100, 200, 300, 20_000, 400_000, 4000)).isEqualTo(List.of(0, 1, 2, 5));
  }

  @Test
  void mergesNothingThatIsTooLargeTogether() {
    assertThat(chosen(1_040_000, 1_040_000, 1_040_000, 1_040_000)).isEmpty();
    assertThat(chosen(2_000_000, 2_000_000, 2_000_000, 2_000_000)).isEmpty();
  }

  /** A class that had become too large as a whole was never merged again. */
  @Test
  void mergesTheOldestOfAClassThatFitTogether() {
    assertThat(chosen(900_000, 900_000, 900_000, 900_000, 900_000)).isEqualTo(List.of(0, 1, 2, 3));
    assertThat(chosen(1_040_000, 1_040_000, 1_040_000, 1_040_000, 300_000))
        .isEqualTo(List.of(0, 1, 2, 4));
  }

  /** Which of segments of so many rows are merged. */
  private static List<Integer> chosen(int... rows) {
    List<SegmentView> segments = new ArrayList<>();
    for (int count : rows) {
      segments.add(segment(count));
    }
    return Compaction.choose(segments).sources().stream().map(segments::indexOf).toList();
  }

  /** A segment of so many rows without a column. */
  private static SegmentView segment(int rows) {
    VectorSchemaRoot columns = new VectorSchemaRoot(new Schema(List.of()), List.of(), rows);
    return new SegmentView(
        new Unread(), Rows.of(List.of(RowChunk.of(columns))), new RoaringBitmap());
  }

  private static final class Unread implements Segment {
    @Override
    public long id() {
      throw new AssertionError("not needed to choose");
    }

    @Override
    public HnswIndex index(String vectorField) {
      throw new AssertionError("not needed to choose");
    }

    @Override
    public SparseIndex sparseIndex(String sparseField) {
      throw new AssertionError("not needed to choose");
    }

    @Override
    public int find(RecordId id, Rows rows) {
      throw new AssertionError("not needed to choose");
    }

    @Override
    public void release() {
      throw new AssertionError("not needed to choose");
    }
  }
}
