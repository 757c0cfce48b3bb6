package io.vicinal.server.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.BranchRank;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.FusedBranch;
import io.vicinal.api.FusedNeighbor;
import io.vicinal.api.FusedRequest;
import io.vicinal.api.FusedResult;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.SearchStatistics;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.protocol.FusedBatches;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

class FusedSourceTest {
  private static final int DIMENSION = 8192;
  private static final CollectionSchema SCHEMA =
      new CollectionSchema(
          IdType.INT64, List.of(VectorField.of("v", DIMENSION, Metric.DOT)), List.of());
  private static final DenseVector VECTOR = DenseVector.of(new float[DIMENSION]);
  private static final FusedBranch BRANCH = FusedBranch.of("v", VECTOR, 9);
  private static final FusedBatches LAYOUT =
      FusedBatches.of(SCHEMA, FusedRequest.of(9, BRANCH, BRANCH).returning(Projection.ALL));

  /** An answer was one message once, of any size. */
  @Test
  void boundsBatchesByTheirBytes() {
    int most = (int) (RecordSize.MESSAGE_BYTES / (DIMENSION * Float.BYTES));
    List<FusedNeighbor> neighbors = neighbors(most + 10);
    List<FusedNeighbor> sent = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    SearchStatistics statistics = new SearchStatistics(7, "plan");
    try (BufferAllocator allocator = new RootAllocator();
        FusedSource source =
            new FusedSource(LAYOUT, new FusedResult(neighbors, statistics), allocator)) {
      while (source.loadNext()) {
        rows.add(source.root().getRowCount());
        for (int row = 0; row < source.root().getRowCount(); row++) {
          sent.add(LAYOUT.read(source.root(), row));
        }
      }
      assertThat(FusedBatches.statistics(source.root().getSchema())).isEqualTo(statistics);
    }
    assertThat(rows).containsExactly(most, 10);
    assertThat(sent).isEqualTo(neighbors);
  }

  private static List<FusedNeighbor> neighbors(int count) {
    List<FusedNeighbor> neighbors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      neighbors.add(
          new FusedNeighbor(
              VectorRecord.of(RecordId.of(i), "v", VECTOR),
              1.0 / (i + 1),
              List.of(Optional.empty(), Optional.of(new BranchRank(i + 1, i)))));
    }
    return neighbors;
  }
}
