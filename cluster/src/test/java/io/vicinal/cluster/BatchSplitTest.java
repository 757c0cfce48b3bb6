package io.vicinal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.Mutation;
import io.vicinal.arrow.WriteBatches;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

class BatchSplitTest {
  private static final int ROWS = 100;
  private static final int SHARDS = 4;

  /** What is in use when its allocator is closed becomes a suppressed exception. */
  @Test
  void freesEverythingWhicheverAllocationFails() {
    List<Mutation> mutations =
        Points.points(0, ROWS).stream().<Mutation>map(Mutation.Upsert::new).toList();
    int allocations = split(mutations, Integer.MAX_VALUE);
    assertThat(allocations).isGreaterThan(SHARDS);
    for (int failing = 1; failing <= allocations; failing++) {
      int last = failing;
      assertThatThrownBy(() -> split(mutations, last))
          .isNotInstanceOf(AssertionError.class)
          .satisfies(e -> assertThat(e.getSuppressed()).as("allocation %d", last).isEmpty());
    }
  }

  /** Returns how many allocations there were. */
  private static int split(List<Mutation> mutations, int failing) {
    AtomicInteger allocations = new AtomicInteger();
    AllocationListener listener =
        new AllocationListener() {
          @Override
          public void onPreAllocation(long size) {
            if (allocations.incrementAndGet() == failing) {
              throw new IllegalStateException("no memory");
            }
          }
        };
    try (BufferAllocator root = new RootAllocator();
        BufferAllocator parts = root.newChildAllocator("parts", listener, 0, Long.MAX_VALUE);
        VectorSchemaRoot batch = WriteBatches.of(Points.SCHEMA).encode(mutations, root);
        BatchSplit split = BatchSplit.of(batch, SHARDS, parts)) {
      assertThat(split.parts().values().stream().mapToInt(each -> each.rowCount()).sum())
          .isEqualTo(ROWS);
      return allocations.get();
    }
  }
}
