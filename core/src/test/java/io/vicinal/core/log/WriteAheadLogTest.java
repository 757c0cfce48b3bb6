package io.vicinal.core.log;

import static io.vicinal.core.log.LogFixture.NO_TIMER;
import static io.vicinal.core.log.LogFixture.OWNER;
import static io.vicinal.core.log.LogFixture.SMALL_FILES;
import static io.vicinal.core.log.LogFixture.append;
import static io.vicinal.core.log.LogFixture.commit;
import static io.vicinal.core.log.LogFixture.open;
import static io.vicinal.core.log.LogFixture.payload;
import static io.vicinal.core.log.LogFixture.records;
import static io.vicinal.core.log.LogFixture.recordsAfterRestart;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FaultyDirectory.Operation;
import io.vicinal.core.io.FaultyDirectory.Unsynced;
import io.vicinal.core.io.FileSystemDirectory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteAheadLogTest {
  private static final String FIRST_FILE = "log-00000000000000000001.wal";

  private final FaultyDirectory disk = FaultyDirectory.create();

  @Test
  void replaysWhatWasAppendedInOrderAndFromAnyRecord() {
    try (WriteAheadLog log = open(disk)) {
      assertThat(log.lastSequence()).isZero();
      assertThat(records(log, 1)).isEmpty();
      assertThat(commit(log, "one")).isEqualTo(1);
      assertThat(commit(log, "")).isEqualTo(2);
      assertThat(commit(log, "three")).isEqualTo(3);
      assertThat(records(log, 1)).containsExactly("1:one", "2:", "3:three");
      assertThat(records(log, 3)).containsExactly("3:three");
      assertThat(records(log, 4)).isEmpty();
      assertThat(log.durableSequence()).isEqualTo(3);
    }
    assertThat(recordsAfterRestart(disk)).containsExactly("1:one", "2:", "3:three");
  }

  @Test
  void gathersPayloadsFromPartsAndLeavesTheirPositions() {
    ByteBuffer heap = payload("..he..").position(2).limit(4);
    ByteBuffer direct = ByteBuffer.allocateDirect(200_000);
    ByteBuffer readOnly = payload("lo").asReadOnlyBuffer();
    try (WriteAheadLog log = open(disk)) {
      log.append(LogRecordType.DELETE_BATCH, heap, direct, readOnly);
      assertThat(heap.position()).isEqualTo(2);
      assertThat(direct.remaining()).isEqualTo(200_000);
      assertThat(readOnly.remaining()).isEqualTo(2);
      log.replay(
          1,
          (sequence, type, payload) -> {
            assertThat(type).isEqualTo(LogRecordType.DELETE_BATCH);
            assertThat(payload.remaining()).isEqualTo(200_004);
            assertThat(payload.isReadOnly()).isTrue();
            assertThat(payload.get(1)).isEqualTo((byte) 'e');
            assertThat(payload.get(200_003)).isEqualTo((byte) 'o');
          });
    }
  }

  @Test
  void continuesTheNumbersAndRaisesTheEpochAtEachOpening() {
    for (int opening = 1; opening <= 4; opening++) {
      try (WriteAheadLog log = open(disk)) {
        assertThat(log.epoch()).isEqualTo(opening);
        assertThat(commit(log, "x")).isEqualTo(opening);
      }
    }
  }

  @Test
  void keepsOneFileWhenItIsOpenedAgainAndAgainWithoutAWrite() {
    for (int opening = 1; opening <= 3; opening++) {
      try (WriteAheadLog log = open(disk)) {
        assertThat(log.epoch()).isEqualTo(opening);
        assertThat(disk.list()).containsExactly(FIRST_FILE);
      }
    }
  }

  @Test
  void beginsANewFileWhenARecordDoesNotFitAndGivesALargeOneAFileToItself() {
    try (WriteAheadLog log = open(disk, SMALL_FILES)) {
      commit(log, "a".repeat(1500));
      commit(log, "b".repeat(1500));
      commit(log, "c".repeat(1500));
      commit(log, "d".repeat(9000));
      commit(log, "e");
      assertThat(disk.list())
          .containsExactly(
              FIRST_FILE,
              "log-00000000000000000003.wal",
              "log-00000000000000000004.wal",
              "log-00000000000000000005.wal");
      assertThat(records(log, 2)).hasSize(4).startsWith("2:" + "b".repeat(1500));
    }
    assertThat(recordsAfterRestart(disk)).hasSize(5).endsWith("5:e");
  }

  @Test
  void truncatesWholeFilesOnlyAndNeverTheLast() {
    try (WriteAheadLog log = open(disk, SMALL_FILES)) {
      for (int i = 0; i < 5; i++) {
        commit(log, "x".repeat(1500));
      }
      log.truncateBefore(2);
      assertThat(log.firstSequence()).isEqualTo(1);
      log.truncateBefore(4);
      assertThat(log.firstSequence()).isEqualTo(3);
      assertThat(records(log, 4)).hasSize(2);
      log.truncateBefore(100);
      assertThat(log.firstSequence()).isEqualTo(5);
      assertThat(disk.list()).containsExactly("log-00000000000000000005.wal");
      assertThatThrownBy(() -> records(log, 4))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("sequence 4")
          .hasMessageContaining("begins with 5");
      assertThat(commit(log, "next")).isEqualTo(6);
    }
    assertThat(recordsAfterRestart(disk)).hasSize(2).endsWith("6:next");
  }

  /** It had forgotten the files by then, and they stayed until it was opened again. */
  @Test
  void triesAgainToDeleteTheFilesThatTheDiskKept() {
    try (WriteAheadLog log = open(disk, SMALL_FILES)) {
      for (int i = 0; i < 8; i++) {
        commit(log, "x".repeat(1500));
      }
      AtomicInteger deletions = new AtomicInteger();
      disk.before(
          Operation.DELETE,
          () -> {
            if (deletions.incrementAndGet() == 2) {
              disk.failNext(Operation.DELETE, "Input/output error");
            }
          });
      assertCode(ErrorCode.STORAGE_FAILURE, () -> log.truncateBefore(8));
      assertThat(log.firstSequence()).as("the first of four files is gone").isEqualTo(3);
      assertThat(records(log, 3)).hasSize(6);
      log.truncateBefore(8);
      assertThat(log.firstSequence()).isEqualTo(7);
      assertThat(disk.list()).containsExactly("log-00000000000000000007.wal");
    }
  }

  @Test
  void numbersRecordsBeyondThePositionThatTheManifestHas() {
    try (WriteAheadLog log = open(disk)) {
      commit(log, "one");
    }
    try (WriteAheadLog log = WriteAheadLog.open(disk, OWNER, 200, LogOptions.DEFAULT, NO_TIMER)) {
      assertThat(log.lastSequence()).isEqualTo(200);
      assertThat(commit(log, "next")).isEqualTo(201);
      assertThat(records(log, 201)).containsExactly("201:next");
      assertThatThrownBy(() -> records(log, 1))
          .as("records 2 to 200 are nowhere")
          .isInstanceOf(DamagedFileException.class);
      log.truncateBefore(201);
      assertThat(disk.list()).hasSize(1);
    }
  }

  @Test
  void refusesPayloadsBeyondTheLimitAndSaysWhichItIs() {
    try (WriteAheadLog log = open(disk, LogOptions.DEFAULT.withMaxPayloadBytes(10))) {
      commit(log, "1234567890");
      assertThatThrownBy(() -> log.append(LogRecordType.WRITE_BATCH, payload("12345678901")))
          .isInstanceOfSatisfying(
              VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE))
          .hasMessageContaining("at most 10 bytes, found 11");
      assertThat(log.lastSequence()).isEqualTo(1);
    }
  }

  @Test
  void refusesOptionsOutsideTheirRange() {
    for (Runnable wrong :
        List.<Runnable>of(
            () -> LogOptions.DEFAULT.withFileBytes(1),
            () -> LogOptions.DEFAULT.withMaxPayloadBytes(0),
            () -> LogOptions.DEFAULT.withMaxPayloadBytes(Integer.MAX_VALUE),
            () -> SyncPolicy.interval(Duration.ZERO),
            () -> new SyncPolicy(SyncPolicy.Mode.ALWAYS, Duration.ofSeconds(1)))) {
      assertThatExceptionOfType(VicinalException.class)
          .isThrownBy(wrong::run)
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION));
    }
  }

  @Test
  void continuesAfterAFailedWriteAsIfItHadNotBeen() {
    try (WriteAheadLog log = open(disk)) {
      commit(log, "one");
      disk.failNext(Operation.WRITE, "Input/output error");
      assertCode(ErrorCode.STORAGE_FAILURE, () -> append(log, "lost"));
      assertThat(commit(log, "two")).isEqualTo(2);
    }
    assertThat(recordsAfterRestart(disk)).containsExactly("1:one", "2:two");
  }

  @Test
  void continuesWhenAFullDiskHasSpaceAgain() {
    try (WriteAheadLog log = open(disk)) {
      commit(log, "one");
      disk.capacity(200);
      assertCode(ErrorCode.STORAGE_FAILURE, () -> append(log, "x".repeat(500)));
      disk.capacity(10_000);
      assertThat(commit(log, "two")).isEqualTo(2);
    }
    assertThat(recordsAfterRestart(disk)).containsExactly("1:one", "2:two");
  }

  @Test
  void isReadOnlyWhenAFailedWriteCannotBeUndone() {
    WriteAheadLog log = open(disk);
    commit(log, "one");
    disk.failNext(Operation.WRITE, "Input/output error");
    disk.failNext(Operation.TRUNCATE, "Input/output error");
    assertCode(ErrorCode.STORAGE_FAILURE, () -> append(log, "lost"));
    assertCode(ErrorCode.READ_ONLY, () -> append(log, "refused"));
    log.close();
    assertThat(recordsAfterRestart(disk)).containsExactly("1:one");
  }

  @Test
  void isReadOnlyForEverAfterAFailedSyncAndSaysWhy() {
    WriteAheadLog log = open(disk);
    commit(log, "one");
    long second = append(log, "two");
    disk.failNext(Operation.SYNC, "Input/output error");
    assertCode(ErrorCode.UNKNOWN_OUTCOME, () -> log.commit(second));
    assertCode(ErrorCode.UNKNOWN_OUTCOME, () -> log.commit(second));
    assertCode(ErrorCode.READ_ONLY, () -> append(log, "three"));
    assertThatThrownBy(() -> append(log, "three")).hasStackTraceContaining("Input/output error");
    log.commit(1);
    assertThat(records(log, 1)).as("it can be read").containsExactly("1:one", "2:two");
    assertCode(ErrorCode.UNKNOWN_OUTCOME, log::close);
    log.close();
    FaultyDirectory survivor = disk.afterPowerFailure(Unsynced.DROPPED, 0);
    assertThat(recordsAfterRestart(survivor)).containsExactly("1:one");
  }

  @Test
  void isReadOnlyWhenTheNextFileCannotBeCreated() {
    WriteAheadLog log = open(disk, SMALL_FILES);
    commit(log, "x".repeat(3000));
    disk.failNext(Operation.SYNC_DIRECTORY, "Input/output error");
    assertCode(ErrorCode.READ_ONLY, () -> append(log, "y".repeat(3000)));
    assertCode(ErrorCode.READ_ONLY, () -> append(log, "z"));
    log.close();
    assertThat(recordsAfterRestart(disk)).containsExactly("1:" + "x".repeat(3000));
  }

  @Test
  void syncsWhenTheTimerSaysSoUnderTheIntervalPolicy() {
    List<Runnable> tasks = new ArrayList<>();
    SyncTimer timer =
        (interval, task) -> {
          assertThat(interval).isEqualTo(Duration.ofMillis(100));
          tasks.add(task);
          return tasks::clear;
        };
    LogOptions options =
        LogOptions.DEFAULT.withSyncPolicy(SyncPolicy.interval(Duration.ofMillis(100)));
    try (WriteAheadLog log = WriteAheadLog.open(disk, OWNER, 0, options, timer)) {
      commit(log, "one");
      assertThat(log.durableSequence()).isZero();
      tasks.get(0).run();
      assertThat(log.durableSequence()).isEqualTo(1);
      commit(log, "two");
      disk.failNext(Operation.SYNC, "Input/output error");
      tasks.get(0).run();
      assertCode(ErrorCode.UNKNOWN_OUTCOME, () -> log.commit(2));
      assertCode(ErrorCode.READ_ONLY, () -> append(log, "three"));
      assertCode(ErrorCode.UNKNOWN_OUTCOME, log::close);
    }
    assertThat(tasks).as("stopped by close").isEmpty();
  }

  /** It went on to the timer, which ended the syncing for good, and writes were acknowledged. */
  @Test
  void isReadOnlyAfterAPeriodicSyncThatAnErrorEnded() {
    List<Runnable> tasks = new ArrayList<>();
    LogOptions options =
        LogOptions.DEFAULT.withSyncPolicy(SyncPolicy.interval(Duration.ofMillis(100)));
    WriteAheadLog log =
        WriteAheadLog.open(
            disk,
            OWNER,
            0,
            options,
            (interval, task) -> {
              tasks.add(task);
              return tasks::clear;
            });
    commit(log, "one");
    disk.before(
        Operation.SYNC,
        () -> {
          throw new OutOfMemoryError("no memory for the sync");
        });
    tasks.get(0).run();
    disk.before(Operation.SYNC, () -> {});
    tasks.get(0).run();
    assertThat(log.durableSequence()).isZero();
    assertCode(ErrorCode.UNKNOWN_OUTCOME, () -> log.commit(1));
    assertThatThrownBy(() -> append(log, "two")).hasStackTraceContaining("no memory for the sync");
    assertCode(ErrorCode.UNKNOWN_OUTCOME, log::close);
  }

  @Test
  void syncsOnlyWhenClosedUnderTheNeverPolicy() {
    LogOptions options = LogOptions.DEFAULT.withSyncPolicy(SyncPolicy.NEVER);
    WriteAheadLog log = open(disk, options);
    int before = disk.operations(Operation.SYNC);
    commit(log, "one");
    commit(log, "two");
    assertThat(disk.operations(Operation.SYNC)).isEqualTo(before);
    log.sync();
    assertThat(log.durableSequence()).isEqualTo(2);
    commit(log, "three");
    log.close();
    FaultyDirectory survivor = disk.afterPowerFailure(Unsynced.DROPPED, 0);
    assertThat(recordsAfterRestart(survivor)).containsExactly("1:one", "2:two", "3:three");
  }

  @Test
  void refusesToAppendToAClosedLogAndToCommitWhatWasNeverAppended() {
    WriteAheadLog log = open(disk);
    assertThatThrownBy(() -> log.commit(1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> records(log, 2)).isInstanceOf(IllegalArgumentException.class);
    log.close();
    log.close();
    assertCode(ErrorCode.UNAVAILABLE, () -> append(log, "late"));
  }

  @Test
  void writesInAnInterruptedThread(@TempDir Path path) {
    FileSystemDirectory directory = FileSystemDirectory.open(path);
    try (WriteAheadLog log = open(directory, SMALL_FILES)) {
      Thread.currentThread().interrupt();
      for (int i = 0; i < 5; i++) {
        commit(log, "x".repeat(1500));
      }
      assertThat(Thread.interrupted()).isTrue();
      assertThat(log.durableSequence()).isEqualTo(5);
    } finally {
      Thread.interrupted();
    }
    assertThat(recordsAfterRestart(directory)).hasSize(5);
  }

  private static void assertCode(ErrorCode expected, Runnable action) {
    assertThatExceptionOfType(VicinalException.class)
        .isThrownBy(action::run)
        .satisfies(e -> assertThat(e.code()).isEqualTo(expected));
  }
}
