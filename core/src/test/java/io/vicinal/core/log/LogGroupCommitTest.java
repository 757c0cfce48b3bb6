package io.vicinal.core.log;

import static io.vicinal.core.log.LogFixture.SMALL_FILES;
import static io.vicinal.core.log.LogFixture.append;
import static io.vicinal.core.log.LogFixture.open;
import static io.vicinal.core.log.LogFixture.records;
import static io.vicinal.core.log.LogFixture.recordsAfterRestart;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FaultyDirectory.Operation;
import io.vicinal.core.io.FaultyDirectory.Unsynced;
import io.vicinal.core.io.FileSystemDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogGroupCommitTest {
  private static final int WRITERS = 8;

  private final FaultyDirectory disk = FaultyDirectory.create();
  private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS);

  @AfterEach
  void stop() throws InterruptedException {
    writers.shutdownNow();
    assertThat(writers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void writersThatWaitTogetherShareOneSync() throws Exception {
    WriteAheadLog log = open(disk);
    int before = disk.operations(Operation.SYNC);
    CountDownLatch allAppended = new CountDownLatch(WRITERS);
    disk.before(Operation.SYNC, () -> await(allAppended));
    everyWriter(
        writer -> {
          long sequence = append(log, "w" + writer);
          allAppended.countDown();
          log.commit(sequence);
          assertThat(log.durableSequence()).isGreaterThanOrEqualTo(sequence);
          return sequence;
        });
    // The first sync covers what was there when it began; the second covers all the rest.
    assertThat(disk.operations(Operation.SYNC) - before).isBetween(1, 2);
    FaultyDirectory survivor = disk.afterPowerFailure(Unsynced.DROPPED, 0);
    assertThat(recordsAfterRestart(survivor)).hasSize(WRITERS);
  }

  @Test
  void claimsNoRecordThatWasAppendedWhileTheSyncWasUnderWay() {
    WriteAheadLog log = open(disk);
    append(log, "early");
    disk.before(
        Operation.SYNC,
        () -> CompletableFuture.runAsync(() -> append(log, "late"), writers).join());
    log.commit(1);
    assertThat(log.lastSequence()).isEqualTo(2);
    assertThat(log.durableSequence()).isEqualTo(1);
  }

  @Test
  void tellsEveryWaitingWriterWhenTheirSyncFails() throws Exception {
    WriteAheadLog log = open(disk);
    CountDownLatch allAppended = new CountDownLatch(WRITERS);
    disk.before(Operation.SYNC, () -> await(allAppended));
    disk.failNext(Operation.SYNC, "Input/output error");
    List<ErrorCode> codes =
        everyWriter(
            writer -> {
              long sequence = append(log, "w" + writer);
              allAppended.countDown();
              try {
                log.commit(sequence);
                throw new AssertionError("record " + sequence + " was acknowledged");
              } catch (VicinalException e) {
                return e.code();
              }
            });
    assertThat(codes).hasSize(WRITERS).containsOnly(ErrorCode.UNKNOWN_OUTCOME);
    assertThat(log.durableSequence()).isZero();
  }

  @Test
  void keepsEveryRecordAndTheOrderOfEachWriterOnARealDisk(@TempDir Path path) throws Exception {
    FileSystemDirectory directory = FileSystemDirectory.open(path);
    int each = 100;
    try (WriteAheadLog log = open(directory, SMALL_FILES)) {
      everyWriter(
          writer -> {
            for (int i = 0; i < each; i++) {
              long sequence = append(log, writer + "-" + i);
              if (i % 10 == 0) {
                log.commit(sequence);
              }
              if (writer == 0 && i % 25 == 0) {
                assertThat(records(log, 1)).hasSizeGreaterThanOrEqualTo(i + 1);
              }
            }
            return writer;
          });
      assertThat(log.lastSequence()).isEqualTo((long) WRITERS * each);
    }
    List<String> found = recordsAfterRestart(directory);
    assertThat(found).hasSize(WRITERS * each);
    int[] next = new int[WRITERS];
    for (int i = 0; i < found.size(); i++) {
      int writer = found.get(i).charAt(found.get(i).indexOf(':') + 1) - '0';
      assertThat(found.get(i)).isEqualTo((i + 1) + ":" + writer + "-" + next[writer]++);
    }
  }

  private <T> List<T> everyWriter(Writer<T> writer) throws Exception {
    List<Callable<T>> calls = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int number = i;
      calls.add(() -> writer.write(number));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : writers.invokeAll(calls)) {
      results.add(future.get());
    }
    return results;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @FunctionalInterface
  private interface Writer<T> {
    T write(int number) throws Exception;
  }
}
