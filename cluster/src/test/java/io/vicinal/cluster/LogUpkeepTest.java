package io.vicinal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.Mutation;
import io.vicinal.api.RecordId;
import io.vicinal.arrow.BatchMessages;
import io.vicinal.arrow.WriteBatches;
import io.vicinal.cluster.entry.EntryType;
import io.vicinal.cluster.entry.LogEntry;
import io.vicinal.cluster.log.SimulatedReplicatedLog;
import io.vicinal.cluster.log.SimulatedReplicatedLogs;
import io.vicinal.core.engine.CollectionEngine;
import io.vicinal.core.engine.EngineOptions;
import io.vicinal.core.io.FaultyDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogUpkeepTest {
  private static final int MAX_BYTES = 20_000;
  private static final Duration MAX_AGE = Duration.ofMinutes(10);

  private final RootAllocator allocator = new RootAllocator();
  private final CollectionEngine engine =
      CollectionEngine.open(
          FaultyDirectory.create(), Points.SCHEMA, EngineOptions.singleThreaded(), allocator);
  private final ShardStateMachine machine =
      new ShardStateMachine("points", engine, allocator, LogWitness.open(FaultyDirectory.create()));
  private final SimulatedReplicatedLog log =
      SimulatedReplicatedLogs.create().open(new UUID(0, 1), "points", machine);
  private final LogUpkeep upkeep =
      new LogUpkeep(
          "points",
          engine,
          log,
          machine::appliedBytes,
          ShardedOptions.DEFAULT.withReplayLimits(MAX_BYTES, MAX_AGE),
          0);

  @AfterEach
  void close() {
    engine.close();
    allocator.close();
  }

  @Test
  void leavesYoungAndFewEntriesInTheLog() {
    delete(1);
    upkeep.run(MAX_AGE.toNanos() - 1);
    assertThat(log.entries()).isEqualTo(1);
    assertThat(engine.durableSequence()).isZero();
  }

  @Test
  void bringsOldEntriesToDiskAndTrimsTheLog() {
    delete(1);
    upkeep.run(MAX_AGE.toNanos() + 1);
    assertThat(engine.durable()).isEqualTo(engine.applied());
    assertThat(log.entries()).isZero();
    // From here on the next entry has its own time.
    upkeep.run(MAX_AGE.toNanos() + 2);
    delete(2);
    upkeep.run(2 * MAX_AGE.toNanos());
    assertThat(log.entries()).isEqualTo(1);
    upkeep.run(2 * MAX_AGE.toNanos() + 3);
    assertThat(log.entries()).isZero();
  }

  @Test
  void boundsALogOfDeletesThatNeverFillASegment() {
    int most = 0;
    for (int i = 0; i < 1000; i++) {
      delete(i);
      upkeep.run(i);
      most = Math.max(most, log.entries());
    }
    assertThat(most).isBetween(10, 200);
    assertThat(engine.statistics().segments()).isLessThan(3);
  }

  @Test
  void trimsTheLogAfterSomebodyElseSealed() {
    delete(1);
    engine.checkpoint();
    assertThat(log.entries()).isEqualTo(1);
    upkeep.run(1);
    assertThat(log.entries()).isZero();
  }

  /** The shards after one whose upkeep failed had none. */
  @Test
  void leavesTheOtherShardsTheirTurnWhateverHappens() {
    List<Error> thrown = new ArrayList<>();
    LogUpkeep broken =
        new LogUpkeep(
            "points",
            engine,
            log,
            () -> {
              thrown.add(new OutOfMemoryError("no memory"));
              throw thrown.get(thrown.size() - 1);
            },
            ShardedOptions.DEFAULT,
            0);
    delete(1);
    broken.run(1);
    broken.run(2);
    assertThat(thrown).hasSize(2);
  }

  private void delete(long id) {
    try (VectorSchemaRoot batch =
        WriteBatches.of(Points.SCHEMA)
            .encode(List.of(new Mutation.Delete(RecordId.of(id))), allocator)) {
      LogEntry entry = LogEntry.of(EntryType.WRITE, BatchMessages.encode(batch));
      assertThat(log.submit(entry.encode())).isCompleted();
    }
  }
}
