package io.vicinal.cluster.ratis;

import static io.vicinal.cluster.log.RecordingMachine.POISON;
import static io.vicinal.cluster.log.RecordingMachine.bytes;
import static io.vicinal.cluster.log.RecordingMachine.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.cluster.log.Applied;
import io.vicinal.cluster.log.LogStorage;
import io.vicinal.cluster.log.RecordingMachine;
import io.vicinal.cluster.log.ReplicatedLog;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.log.LogPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatisReplicatedLogsIT {
  private static final UUID GROUP = new UUID(1, 2);
  private static final RatisOptions SMALL = new RatisOptions(64 << 10, 64 << 10);

  @Test
  void appliesAgainAfterARestartWhatWasNotDurable(@TempDir Path path) {
    RecordingMachine machine = RecordingMachine.create();
    try (RatisReplicatedLogs logs = start(path)) {
      ReplicatedLog log = open(logs, machine);
      assertThat(text(submit(log, "a").result())).isEqualTo("1");
      Applied second = submit(log, "b");
      assertThat(second.sequenceNumber()).isEqualTo(machine.applied().sequenceNumber());
      machine.checkpoint();
      assertThat(text(submit(log, "c").result())).isEqualTo("3");
      assertThat(log.status().isReady()).isTrue();
    }
    for (int start = 0; start < 3; start++) {
      machine = machine.restarted();
      assertThat(machine.texts()).containsExactly("a", "b");
      try (RatisReplicatedLogs logs = start(path)) {
        open(logs, machine);
        assertThat(machine.texts()).containsExactly("a", "b", "c");
      }
    }
  }

  @Test
  void givesLaterTermsAfterRestarts(@TempDir Path path) {
    RecordingMachine machine = RecordingMachine.create();
    LogPosition before = LogPosition.START;
    for (int start = 0; start < 3; start++) {
      try (RatisReplicatedLogs logs = start(path)) {
        submit(open(logs, machine), "text");
        assertThat(machine.applied().term()).isGreaterThan(before.term());
        assertThat(machine.applied().isAfter(before)).isTrue();
        before = machine.applied();
        machine.checkpoint();
      }
      machine = machine.restarted();
      assertThat(machine.durable()).isEqualTo(before);
    }
  }

  @Test
  void stopsAtAnEntryThatCannotBeAppliedAndSkipsNothing(@TempDir Path path) {
    RecordingMachine machine = RecordingMachine.create();
    try (RatisReplicatedLogs logs = start(path)) {
      ReplicatedLog log = open(logs, machine);
      submit(log, "a");
      machine.checkpoint();
      submit(log, "b");
      assertCode(ErrorCode.UNKNOWN_OUTCOME, () -> submit(log, POISON));
      assertCode(ErrorCode.READ_ONLY, () -> submit(log, "c"));
      assertThat(log.status().failure().orElse("")).contains("poison");
      assertThat(log.status().isReady()).isFalse();
      log.trim();
      assertThat(machine.texts()).containsExactly("a", "b");
    }
    // The entry is still there, and so is the one before it that was not durable.
    RecordingMachine second = machine.restarted();
    try (RatisReplicatedLogs logs = start(path)) {
      ReplicatedLog log = logs.open(GROUP, "texts", second);
      assertCode(ErrorCode.READ_ONLY, () -> join(log.ready()));
      assertThat(second.texts()).containsExactly("a", "b");
    }
    RecordingMachine third = second.restarted();
    third.heal();
    try (RatisReplicatedLogs logs = start(path)) {
      submit(open(logs, third), "c");
      assertThat(third.texts()).containsExactly("a", "b", POISON, "c");
    }
  }

  @Test
  void trimsWholeFilesUpToWhatIsDurable(@TempDir Path path) {
    RecordingMachine machine = RecordingMachine.create();
    String filler = "x".repeat(10_000);
    try (RatisReplicatedLogs logs = start(path)) {
      ReplicatedLog log = open(logs, machine);
      for (int i = 0; i < 50; i++) {
        submit(log, i + filler);
      }
      log.trim();
      assertThat(files(path)).hasSizeGreaterThan(7);
      machine.checkpoint();
      submit(log, "after");
      LogStorage before = log.storage();
      assertThat(before.bytes()).isGreaterThan(500_000);
      assertThat(before.syncs()).isGreaterThan(50);
      assertThat(before.medianSyncSeconds()).isBetween(1e-9, before.slowSyncSeconds());
      log.trim();
      await().untilAsserted(() -> assertThat(files(path)).hasSizeLessThan(3));
      assertThat(log.storage().bytes()).isLessThan(before.bytes());
    }
    RecordingMachine second = machine.restarted();
    try (RatisReplicatedLogs logs = start(path)) {
      submit(open(logs, second), "last");
      assertThat(second.texts()).hasSize(52).endsWith("after", "last");
    }
    // A state machine that has less than was trimmed must not come to life.
    try (RatisReplicatedLogs logs = start(path)) {
      assertCode(
          ErrorCode.DAMAGED_FILE, () -> logs.open(GROUP, "texts", RecordingMachine.create()));
    }
  }

  @Test
  void namesTheFileOfALogThatIsDamaged(@TempDir Path path) throws IOException {
    RecordingMachine machine = RecordingMachine.create();
    try (RatisReplicatedLogs logs = start(path)) {
      ReplicatedLog log = open(logs, machine);
      for (int i = 0; i < 20; i++) {
        submit(log, i + "x".repeat(10_000));
      }
    }
    String first = Stream.of(files(path)).filter(file -> file.startsWith("log_0-")).findAny().get();
    Path file = current(path).resolve(first);
    byte[] intact = Files.readAllBytes(file);
    for (int place : List.of(3, 100, intact.length - 1)) {
      byte[] damaged = intact.clone();
      damaged[place] ^= 1;
      Files.write(file, damaged);
      try (RatisReplicatedLogs logs = start(path)) {
        assertThatThrownBy(() -> logs.open(GROUP, "texts", machine.restarted()))
            .isInstanceOf(DamagedFileException.class)
            .hasMessageContaining(first);
      }
    }
    Files.write(file, intact);
    // And a disk that cannot be read is no damage.
    Files.delete(current(path).resolve("raft-meta"));
    Files.createDirectory(current(path).resolve("raft-meta"));
    try (RatisReplicatedLogs logs = start(path)) {
      assertCode(ErrorCode.STORAGE_FAILURE, () -> logs.open(GROUP, "texts", machine.restarted()));
    }
  }

  /** It was called a failure of the disk, as Ratis has no exception for it. */
  @Test
  void namesTheFileOfATermThatIsDamaged(@TempDir Path path) throws IOException {
    RecordingMachine machine = RecordingMachine.create();
    try (RatisReplicatedLogs logs = start(path)) {
      submit(open(logs, machine), "a");
    }
    Path file = current(path).resolve("raft-meta");
    for (String damaged : List.of("", "term=1x\nvotedFor=n1", "term=\\u00zz")) {
      Files.writeString(file, damaged);
      try (RatisReplicatedLogs logs = start(path)) {
        assertThatThrownBy(() -> logs.open(GROUP, "texts", machine.restarted()))
            .isInstanceOf(DamagedFileException.class)
            .hasMessageContaining(file.toString());
      }
    }
  }

  @Test
  void leavesALogAloneThatIsOpen(@TempDir Path path) {
    RecordingMachine machine = RecordingMachine.create();
    try (RatisReplicatedLogs logs = start(path)) {
      ReplicatedLog log = open(logs, machine);
      submit(log, "a");
      assertCode(ErrorCode.DIRECTORY_IN_USE, () -> start(path));
      // It would be deleted as one that ends before what was applied, if it were repaired.
      RecordingMachine ahead = RecordingMachine.create();
      ahead.apply(new LogPosition(1, 900), bytes("b"));
      assertThatThrownBy(() -> logs.open(GROUP, "texts", ahead))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("open already");
      assertThat(files(path)).isNotEmpty();
      submit(log, "c");
    }
    try (RatisReplicatedLogs logs = start(path)) {
      RecordingMachine second = machine.restarted();
      open(logs, second);
      assertThat(second.texts()).containsExactly("a", "c");
    }
  }

  @Test
  void goesOnAfterALogThatEndsBeforeWhatIsDurable(@TempDir Path path) {
    // What a disk leaves that lost the end of the log, but not the files of the state machine.
    RecordingMachine machine = RecordingMachine.create();
    try (RatisReplicatedLogs logs = start(path)) {
      submit(open(logs, machine), "a");
    }
    long term = machine.applied().term();
    machine.apply(new LogPosition(term, 900), bytes("b"));
    machine.checkpoint();
    RecordingMachine second = machine.restarted();
    try (RatisReplicatedLogs logs = start(path)) {
      Applied applied = submit(open(logs, second), "c");
      assertThat(applied.sequenceNumber()).isGreaterThan(900);
    }
    RecordingMachine third = machine.restarted();
    try (RatisReplicatedLogs logs = start(path)) {
      open(logs, third);
      assertThat(third.texts()).containsExactly("a", "b", "c");
    }
  }

  @Test
  void keepsTheOrderInWhichAThreadSubmits(@TempDir Path path) {
    RecordingMachine machine = RecordingMachine.create();
    List<String> texts = IntStream.range(0, 200).mapToObj(Integer::toString).toList();
    try (RatisReplicatedLogs logs = start(path)) {
      ReplicatedLog log = open(logs, machine);
      List<CompletableFuture<Applied>> all = new ArrayList<>();
      texts.forEach(text -> all.add(log.submit(bytes(text))));
      all.forEach(RatisReplicatedLogsIT::join);
      assertThat(machine.texts()).isEqualTo(texts);
      assertThat(logs.onDisk()).containsExactly(GROUP);
      log.close();
      log.close();
      assertCode(ErrorCode.UNAVAILABLE, () -> submit(log, "late"));
      logs.delete(GROUP);
      assertThat(logs.onDisk()).isEmpty();
    }
  }

  private static RatisReplicatedLogs start(Path path) {
    return RatisReplicatedLogs.start(path, "node", SMALL);
  }

  private static ReplicatedLog open(RatisReplicatedLogs logs, RecordingMachine machine) {
    ReplicatedLog log = logs.open(GROUP, "texts", machine);
    join(log.ready());
    return log;
  }

  private static Applied submit(ReplicatedLog log, String text) {
    return join(log.submit(bytes(text)));
  }

  private static <T> T join(CompletableFuture<T> future) {
    try {
      return future.orTimeout(30, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof VicinalException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static String[] files(Path path) {
    String[] files = current(path).toFile().list((directory, name) -> name.startsWith("log_"));
    return files == null ? new String[0] : files;
  }

  private static Path current(Path path) {
    return path.resolve(GROUP.toString()).resolve("current");
  }

  private static void assertCode(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(VicinalException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
