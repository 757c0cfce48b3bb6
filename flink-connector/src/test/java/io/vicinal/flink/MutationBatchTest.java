package io.vicinal.flink;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
