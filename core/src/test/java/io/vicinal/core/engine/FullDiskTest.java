package io.vicinal.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.Mutation;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.FaultyDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

class FullDiskTest {
  private static final CollectionSchema SCHEMA = EngineFixture.plain(IdType.INT64);
  private static final int SEALED_AT = 100;
  private static final int BATCH = 20;

  private final SplittableRandom random = new SplittableRandom(5);

  @Test
  void entriesAreRefusedBeforeMemoryIsExhaustedAndTakenAgainWhenThereIsRoom() {
    FaultyDirectory directory = FaultyDirectory.create();
    EngineOptions options =
        EngineOptions.singleThreaded().withGrowingLimits(SEALED_AT, Long.MAX_VALUE);
    try (BufferAllocator allocator = new RootAllocator();
        CollectionEngine engine = CollectionEngine.open(directory, SCHEMA, options, allocator)) {
      directory.capacity(0);
      int applied = 0;
      Optional<ErrorCode> refused = Optional.empty();
      while (refused.isEmpty() && applied < 100) {
        try {
          apply(engine, applied + 1, allocator);
          applied++;
        } catch (VicinalException e) {
          refused = Optional.of(e.code());
        }
      }
      assertThat(refused).contains(ErrorCode.STORAGE_FAILURE);
      assertThat(applied * BATCH).isBetween(SEALED_AT, 10 * SEALED_AT);
      assertThat(engine.statistics().records()).isEqualTo((long) applied * BATCH);
      directory.capacity(Long.MAX_VALUE);
      apply(engine, applied + 1, allocator);
      engine.checkpoint();
      assertThat(EngineFixture.records(engine)).hasSize((applied + 1) * BATCH);
      assertThat(engine.durableSequence()).isEqualTo(applied + 1);
    }
  }

  private void apply(CollectionEngine engine, int sequence, BufferAllocator allocator) {
    List<Mutation> mutations = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      mutations.add(
          EngineFixture.upsert(EngineFixture.record(SCHEMA, (long) sequence * BATCH + i, random)));
    }
    EngineFixture.apply(engine, sequence, mutations, allocator);
  }
}
