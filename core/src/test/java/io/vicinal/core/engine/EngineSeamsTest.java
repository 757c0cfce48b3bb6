package io.vicinal.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.IdType;
import io.vicinal.api.Mutation;
import io.vicinal.api.RecordCursor;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FaultyDirectory.Operation;
import io.vicinal.core.io.FaultyDirectory.Unsynced;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens in the middle of something else: between the writes of a compaction, above all. */
class EngineSeamsTest {
  private static final CollectionSchema SCHEMA = EngineFixture.plain(IdType.STRING);
  private static final int SEGMENTS = Compaction.SEGMENTS_OF_A_CLASS;
  private static final int ROWS = 6;

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void everyBufferIsFreed() {
    allocator.close();
  }

  /** The checkpoint once deleted the files of the merge, which no manifest named yet. */
  @Test
  void keepsTheFilesOfAMergeDuringWhichACheckpointIsMade() {
    int steps = 0;
    for (boolean reached = true; reached; steps++) {
      Life life = new Life();
      life.fillSegments();
      reached =
          life.duringCompaction(
              steps,
              engine -> {
                life.write(EngineFixture.delete(EngineFixture.id(SCHEMA, 1)));
                life.write(EngineFixture.upsert(life.record(2)));
                engine.checkpoint();
              });
      life.write(EngineFixture.delete(EngineFixture.id(SCHEMA, 7)));
      life.check("checkpoint in step " + steps);
      life.checkAfterRestart("checkpoint in step " + steps);
      life.engine.close();
    }
    assertThat(steps).as("steps of a compaction").isGreaterThan(10);
  }

  @Test
  void deletesInTheMergedSegmentWhatWasDeletedDuringTheMerge() {
    Life life = new Life();
    life.fillSegments();

    life.duringCompaction(
        5,
        engine -> {
          for (int i = 0; i < SEGMENTS * ROWS; i++) {
            life.write(EngineFixture.delete(EngineFixture.id(SCHEMA, i)));
          }
          engine.checkpoint();
        });

    life.check("after the merge");
    life.checkAfterRestart("after the merge");
    // The merged segment has only deleted rows: it is merged to nothing.
    life.engine.compact();
    life.check("after another merge");
    life.write(EngineFixture.upsert(life.record(3)));
    life.checkAfterRestart("after another merge");
    life.engine.checkpoint();
    life.checkAfterRestart("after a checkpoint");
    life.engine.close();
  }

  /** The merged segment was published and then let go of, as if it had not been. */
  @Test
  void finishesAMergeDuringWhichAnEntryFails() {
    Life life = new Life();
    life.fillSegments();

    life.duringCompaction(
        3,
        engine -> {
          try (VectorSchemaRoot wrong = VectorSchemaRoot.create(new Schema(List.of()), allocator)) {
            wrong.setRowCount(1);
            assertThatThrownBy(() -> engine.apply(life.log.size() + 1, List.of(wrong)))
                .isInstanceOf(RuntimeException.class);
          }
        });

    life.check("after the failure");
    assertThatThrownBy(() -> life.write(EngineFixture.upsert(life.record(1))))
        .isInstanceOf(VicinalException.class)
        .hasMessageContaining("open it again");
    life.log.remove(life.log.size() - 1);
    life.records.clear();
    life.records.putAll(EngineFixture.records(life.engine));
    life.checkAfterRestart("after the failure");
    life.engine.close();
  }

  @Test
  void leavesNoFilesOfAMergeThatTheDiskRefuses() {
    Life life = new Life();
    life.fillSegments();
    List<String> before = life.disk.subdirectories();

    life.duringCompaction(4, engine -> life.disk.failNext(Operation.WRITE, "No space left"));

    assertThat(life.disk.subdirectories()).isEqualTo(before);
    life.check("after the failure");
    assertThat(life.engine.compact()).isEqualTo(1);
    life.check("after the merge");
    life.checkAfterRestart("after the merge");
    life.engine.close();
  }

  @Test
  void showsAScanTheStateOfItsBeginningWhateverIsMergedMeanwhile() {
    Life life = new Life();
    life.fillSegments();
    Map<RecordId, VectorRecord> before = Map.copyOf(life.records);

    try (RecordCursor scan = life.engine.scan(ScanRequest.ALL)) {
      VectorRecord first = scan.next();
      life.engine.compact();
      life.write(EngineFixture.delete(EngineFixture.id(SCHEMA, 9)));
      life.engine.checkpoint();
      life.engine.compact();
      life.engine.close();
      Map<RecordId, VectorRecord> found = new TreeMap<>(Map.of(first.id(), first));
      scan.forEachRemaining(record -> found.put(record.id(), record));
      assertThat(found).isEqualTo(before);
    }
  }

  @Test
  void sealsNothingByItselfWhenItsLimitsAreTheLargest() {
    FaultyDirectory disk = FaultyDirectory.create();
    EngineOptions unlimited =
        EngineOptions.singleThreaded().withGrowingLimits(Long.MAX_VALUE, Long.MAX_VALUE);
    try (CollectionEngine engine = CollectionEngine.open(disk, SCHEMA, unlimited, allocator)) {
      SplittableRandom random = new SplittableRandom(1);
      for (int entry = 1; entry <= 3; entry++) {
        Mutation upsert = EngineFixture.upsert(EngineFixture.record(SCHEMA, entry, random));
        EngineFixture.apply(engine, entry, List.of(upsert), allocator);
      }

      assertThat(engine.durableSequence()).isZero();
    }
  }

  /** One thread did both: no segment was sealed as long as a merge took, in any collection. */
  @Test
  void sealsAndMergesInExecutorsThatDoNotWaitForEachOther() {
    FaultyDirectory disk = FaultyDirectory.create();
    List<Runnable> seals = new ArrayList<>();
    List<Runnable> merges = new ArrayList<>();
    EngineOptions options =
        EngineOptions.of(1, Runnable::run, seals::add, merges::add).withGrowingLimits(1, 1L << 20);
    try (CollectionEngine engine = CollectionEngine.open(disk, SCHEMA, options, allocator)) {
      SplittableRandom random = new SplittableRandom(1);
      for (int entry = 1; entry <= 2; entry++) {
        Mutation upsert = EngineFixture.upsert(EngineFixture.record(SCHEMA, entry, random));
        EngineFixture.apply(engine, entry, List.of(upsert), allocator);
        assertThat(seals).hasSize(entry);
        seals.get(entry - 1).run();
        assertThat(engine.durableSequence()).isEqualTo(entry);
        assertThat(merges).as("the first is still to begin").hasSize(1);
      }
    }
  }

  /** An engine whose background work is done only when it is asked for, and its log. */
  private final class Life {
    private final FaultyDirectory disk = FaultyDirectory.create();
    private final CollectionEngine engine = open(disk);
    private final SplittableRandom random = new SplittableRandom(7);
    private final Map<RecordId, VectorRecord> records = new TreeMap<>();
    private final List<List<Mutation>> log = new ArrayList<>();

    VectorRecord record(int number) {
      return EngineFixture.record(SCHEMA, number, random);
    }

    void write(Mutation... mutations) {
      log.add(List.of(mutations));
      for (Mutation mutation : mutations) {
        if (mutation instanceof Mutation.Upsert upsert) {
          records.put(upsert.id(), upsert.record());
        } else {
          records.remove(mutation.id());
        }
      }
      EngineFixture.apply(engine, log.size(), List.of(mutations), allocator);
    }

    /** So many sealed segments that they are merged. */
    void fillSegments() {
      for (int segment = 0; segment < SEGMENTS; segment++) {
        for (int row = 0; row < ROWS; row++) {
          write(EngineFixture.upsert(record(segment * ROWS + row)));
        }
        engine.checkpoint();
      }
    }

    /** Merges; the action is run before an operation of it. Says whether there were so many. */
    boolean duringCompaction(int operation, Consumer<CollectionEngine> action) {
      AtomicInteger count = new AtomicInteger(-1);
      for (Operation each : Operation.values()) {
        disk.before(
            each,
            () -> {
              if (count.incrementAndGet() == operation) {
                action.accept(engine);
              }
            });
      }
      try {
        engine.compact();
      } catch (VicinalException e) {
        assertThat(e).hasMessageContaining("No space left");
      }
      int operations = count.getAndSet(Integer.MIN_VALUE);
      return operations >= operation;
    }

    void check(String where) {
      assertThat(EngineFixture.records(engine)).as(where).isEqualTo(records);
    }

    /** Opens what is on disk and applies the rest of the log. */
    void checkAfterRestart(String where) {
      for (Unsynced unsynced : Unsynced.values()) {
        try (CollectionEngine reopened = open(disk.afterPowerFailure(unsynced, 1))) {
          for (long next = reopened.durableSequence() + 1; next <= log.size(); next++) {
            EngineFixture.apply(reopened, next, log.get((int) next - 1), allocator);
          }
          assertThat(EngineFixture.records(reopened)).as(where).isEqualTo(records);
        }
      }
    }

    private CollectionEngine open(FaultyDirectory directory) {
      EngineOptions options = EngineOptions.of(1, Runnable::run, task -> {}, task -> {});
      return CollectionEngine.open(directory, SCHEMA, options, allocator);
    }
  }
}
