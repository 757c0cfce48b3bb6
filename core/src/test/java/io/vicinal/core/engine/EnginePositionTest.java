package io.vicinal.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.IdType;
import io.vicinal.arrow.WriteBatches;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.log.LogPosition;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

class EnginePositionTest {
  private static final CollectionSchema SCHEMA = EngineFixture.plain(IdType.INT64);

  private final FaultyDirectory directory = FaultyDirectory.create();
  private final SplittableRandom random = new SplittableRandom(7);

  @Test
  void recordsTermAndNumberOfTheLastEntryInTheManifest() {
    try (BufferAllocator allocator = new RootAllocator()) {
      try (CollectionEngine engine = EngineFixture.open(directory, SCHEMA, allocator)) {
        assertThat(engine.durable()).isEqualTo(LogPosition.START);
        apply(engine, new LogPosition(3, 9), allocator);
        engine.checkpoint();
        apply(engine, new LogPosition(4, 12), allocator);
        assertThat(engine.applied()).isEqualTo(new LogPosition(4, 12));
        assertThat(engine.durable()).isEqualTo(new LogPosition(3, 9));
      }
      try (CollectionEngine engine = EngineFixture.open(directory, SCHEMA, allocator)) {
        assertThat(engine.applied()).isEqualTo(new LogPosition(3, 9));
        assertThat(engine.durable()).isEqualTo(new LogPosition(3, 9));
      }
    }
  }

  @Test
  void refusesAnEntryThatIsNotAfterTheLastWhateverItsTerm() {
    try (BufferAllocator allocator = new RootAllocator();
        CollectionEngine engine = EngineFixture.open(directory, SCHEMA, allocator)) {
      apply(engine, new LogPosition(3, 9), allocator);
      assertThatThrownBy(() -> apply(engine, new LogPosition(4, 9), allocator))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("9");
    }
  }

  private void apply(CollectionEngine engine, LogPosition position, BufferAllocator allocator) {
    try (VectorSchemaRoot batch =
        WriteBatches.of(SCHEMA)
            .encode(
                List.of(EngineFixture.upsert(EngineFixture.record(SCHEMA, 1, random))),
                allocator)) {
      engine.apply(position, List.of(batch));
    }
  }
}
