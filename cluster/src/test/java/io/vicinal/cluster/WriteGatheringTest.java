package io.vicinal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import io.vicinal.cluster.entry.EntrySlices;
import io.vicinal.cluster.entry.EntryType;
import io.vicinal.cluster.entry.LogEntry;
import io.vicinal.cluster.entry.WriteCounts;
import io.vicinal.cluster.log.Applied;
import io.vicinal.cluster.log.LogStatus;
import io.vicinal.cluster.log.LogStorage;
import io.vicinal.cluster.log.ReplicatedLog;
import io.vicinal.cluster.log.ReplicatedStateMachine;
import io.vicinal.cluster.log.SimulatedReplicatedLog;
import io.vicinal.cluster.log.SimulatedReplicatedLog.Outcome;
import io.vicinal.cluster.log.SimulatedReplicatedLogs;
import io.vicinal.core.engine.Ending;
import io.vicinal.core.engine.FutureValue;
import io.vicinal.core.log.LogPosition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WriteGatheringTest {
  private static final int MAX_ENTRY_BYTES = 1000;

  private final Sizes machine = new Sizes();
  private final SimulatedReplicatedLog log =
      SimulatedReplicatedLogs.create(MAX_ENTRY_BYTES).open(new UUID(0, 1), "sizes", machine);
  private final WriteBudget budget = new WriteBudget(100_000);
  private final WriteGathering writes = new WriteGathering("sizes", log, budget);

  /** A state machine that counts: each write of n bytes upserts n records. */
  private static final class Sizes implements ReplicatedStateMachine {
    private final EntrySlices slices = new EntrySlices();
    private final List<List<Integer>> entries = new ArrayList<>();
    private LogPosition applied = LogPosition.START;
    private boolean broken;

    @Override
    public ByteBuffer apply(LogPosition position, ByteBuffer bytes) {
      if (broken) {
        throw new IllegalStateException("broken");
      }
      applied = position;
      LogEntry entry = LogEntry.decode(bytes, "sizes");
      return switch (entry.type()) {
        case WRITE -> {
          slices.clear();
          yield write(position, entry);
        }
        case SLICE -> {
          ByteBuffer whole = slices.add(entry, "sizes");
          yield whole == null
              ? ByteBuffer.allocate(0)
              : write(position, LogEntry.decode(whole, "sizes"));
        }
        case CREATE_COLLECTION, DROP_COLLECTION -> throw new AssertionError(entry);
      };
    }

    private ByteBuffer write(LogPosition position, LogEntry entry) {
      List<Integer> sizes = entry.parts().stream().map(ByteBuffer::remaining).toList();
      entries.add(sizes);
      return WriteCounts.encode(
          sizes.stream().map(size -> new WriteResult(position.sequenceNumber(), size, 0)).toList());
    }

    @Override
    public LogPosition applied() {
      return applied;
    }

    @Override
    public LogPosition durable() {
      return LogPosition.START;
    }

    @Override
    public OptionalLong witnessed() {
      return OptionalLong.empty();
    }
  }

  @Test
  void writesAtOnceWhatComesAlone() {
    assertThat(write(5).join().upserted()).isEqualTo(5);
    assertThat(write(7).join().upserted()).isEqualTo(7);
    assertThat(machine.entries).containsExactly(List.of(5), List.of(7));
  }

  @Test
  void gathersWhatComesWhileEntriesAreOnTheirWay() {
    log.hold();
    List<CompletableFuture<WriteResult>> results = new ArrayList<>();
    for (int size = 1; size <= 20; size++) {
      results.add(write(size));
    }
    assertThat(results).noneMatch(CompletableFuture::isDone);
    log.release();
    for (int size = 1; size <= 20; size++) {
      assertThat(results.get(size - 1).join().upserted()).isEqualTo(size);
    }
    assertThat(machine.entries)
        .containsExactly(
            List.of(1),
            List.of(2),
            List.of(3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20));
    // Those that share an entry share its number.
    assertThat(results.stream().map(each -> each.join().sequenceNumber()).distinct()).hasSize(3);
  }

  @Test
  void putsNoMoreIntoAnEntryThanItHolds() {
    log.hold();
    List<CompletableFuture<WriteResult>> results = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      results.add(write(300));
    }
    log.release();
    results.forEach(result -> assertThat(result.join().upserted()).isEqualTo(300));
    assertThat(machine.entries)
        .containsExactly(
            List.of(300),
            List.of(300),
            List.of(300, 300, 300),
            List.of(300, 300, 300),
            List.of(300, 300, 300),
            List.of(300));
  }

  @Test
  void cutsALargeWriteAndLetsNothingComeBetween() {
    log.hold();
    List<CompletableFuture<WriteResult>> results =
        new ArrayList<>(List.of(write(10), write(20_000), write(11), write(3000), write(12)));
    log.release();
    assertThat(results.stream().map(each -> each.join().upserted()))
        .containsExactly(10L, 20_000L, 11L, 3000L, 12L);
    assertThat(machine.entries)
        .containsExactly(List.of(10), List.of(20_000), List.of(11), List.of(3000), List.of(12));
  }

  @Test
  void sharesABudgetWithOtherShards() {
    SimulatedReplicatedLog other =
        SimulatedReplicatedLogs.create(MAX_ENTRY_BYTES).open(new UUID(0, 2), "other", new Sizes());
    WriteGathering others = new WriteGathering("other", other, budget);
    log.hold();
    CompletableFuture<WriteResult> first = write(60_000);
    other.hold();
    CompletableFuture<WriteResult> second = others.write(ByteBuffer.allocate(40_000));
    assertThatThrownBy(() -> write(1))
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED))
        .hasMessageContaining("100000 of 100000 bytes");
    other.release();
    assertThat(second.join().upserted()).isEqualTo(40_000);
    CompletableFuture<WriteResult> third = write(1);
    log.release();
    assertThat(first.join().upserted()).isEqualTo(60_000);
    assertThat(third.join().upserted()).isEqualTo(1);
    assertThat(budget.taken()).isZero();
    // Who comes alone is not refused for ever.
    assertThat(write(200_000).join().upserted()).isEqualTo(200_000);
  }

  @Test
  void givesBackWhatFailedWritesTook() {
    log.hold();
    List<CompletableFuture<WriteResult>> results = List.of(write(10), write(3000), write(20));
    machine.broken = true;
    log.release();
    writes.close(Ending.CLOSED);
    assertThat(results).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(budget.taken()).isZero();
  }

  /** A writer that took its entry first submits it late: in the middle of another one's slices. */
  @Test
  void cutsALargeWriteOnlyWhenNoEntryIsStillToBeSubmitted() {
    LateLog late = new LateLog(log);
    WriteGathering both = new WriteGathering("sizes", late, budget);
    CompletableFuture<WriteResult> small = new CompletableFuture<>();
    Thread slow = new Thread(() -> join(both.write(ByteBuffer.allocate(10)), small));
    slow.start();
    await(late.entryTaken);
    CompletableFuture<WriteResult> large = both.write(ByteBuffer.allocate(3000));
    late.entryMayGo.countDown();
    join(slow);
    assertThat(small.join().upserted()).isEqualTo(10);
    assertThat(large.join().upserted()).isEqualTo(3000);
    assertThat(machine.entries).containsExactly(List.of(10), List.of(3000));
  }

  private static void join(
      CompletableFuture<WriteResult> result, CompletableFuture<WriteResult> told) {
    CompletableFuture<?> unused =
        result.whenComplete(
            (value, error) -> {
              if (error == null) {
                told.complete(value);
              } else {
                told.completeExceptionally(error);
              }
            });
  }

  /** Holds the first entry back until it may go, at the latest until the first slice has gone. */
  private static final class LateLog implements ReplicatedLog {
    private final ReplicatedLog log;
    private final CountDownLatch entryTaken = new CountDownLatch(1);
    private final CountDownLatch entryMayGo = new CountDownLatch(1);
    private final CountDownLatch entryGone = new CountDownLatch(1);

    LateLog(ReplicatedLog log) {
      this.log = log;
    }

    @Override
    public CompletableFuture<Applied> submit(ByteBuffer entry) {
      boolean isSlice = LogEntry.decode(entry, "late").type() == EntryType.SLICE;
      if (!isSlice) {
        entryTaken.countDown();
        WriteGatheringTest.await(entryMayGo);
      }
      CompletableFuture<Applied> applied = log.submit(entry);
      if (isSlice) {
        entryMayGo.countDown();
        WriteGatheringTest.await(entryGone);
      } else {
        entryGone.countDown();
      }
      return applied;
    }

    @Override
    public int maxEntryBytes() {
      return log.maxEntryBytes();
    }

    @Override
    public CompletableFuture<Void> ready() {
      return log.ready();
    }

    @Override
    public LogStorage storage() {
      return log.storage();
    }

    @Override
    public LogStatus status() {
      return log.status();
    }

    @Override
    public void trim() {
      log.trim();
    }

    @Override
    public void close() {
      log.close();
    }
  }

  @Test
  void tellsEachWriterOfAnEntryThatItFailed() {
    log.hold();
    CompletableFuture<WriteResult> first = write(1);
    log.next(Outcome.LOST);
    CompletableFuture<WriteResult> second = write(2);
    List<CompletableFuture<WriteResult>> gathered = List.of(write(3), write(4));
    log.release();
    assertThat(first.join().upserted()).isEqualTo(1);
    assertCode(ErrorCode.UNKNOWN_OUTCOME, second);
    gathered.forEach(result -> assertThat(result.join().upserted()).isPositive());

    machine.broken = true;
    assertCode(ErrorCode.UNKNOWN_OUTCOME, write(5));
    assertCode(ErrorCode.READ_ONLY, write(6));
    assertThat(machine.entries).containsExactly(List.of(1), List.of(3, 4));
  }

  @Test
  void leavesNothingOfALargeWriteThatWasInterrupted() {
    log.next(Outcome.LOST);
    assertCode(ErrorCode.UNKNOWN_OUTCOME, write(3000));
    assertThat(write(1).join().upserted()).isEqualTo(1);
    assertThat(machine.entries).containsExactly(List.of(1));
  }

  @Test
  void refusesWritesThatWaitWhenItIsClosed() {
    log.hold();
    List<CompletableFuture<WriteResult>> underway = List.of(write(1), write(2));
    CompletableFuture<WriteResult> waiting = write(3);
    Thread closing = new Thread(() -> writes.close(Ending.CLOSED));
    closing.start();
    assertCode(ErrorCode.UNAVAILABLE, waiting);
    log.release();
    underway.forEach(result -> assertThat(result.join().upserted()).isPositive());
    assertThatThrownBy(() -> write(4))
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    assertThat(machine.entries).containsExactly(List.of(1), List.of(2));
    join(closing);
  }

  private CompletableFuture<WriteResult> write(int size) {
    return writes.write(ByteBuffer.allocate(size));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(TimeUnit.MINUTES.toMillis(1));
      assertThat(thread.isAlive()).isFalse();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertCode(ErrorCode code, CompletableFuture<WriteResult> result) {
    assertThatThrownBy(() -> FutureValue.of(result.orTimeout(1, TimeUnit.MINUTES)))
        .isInstanceOfSatisfying(VicinalException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
