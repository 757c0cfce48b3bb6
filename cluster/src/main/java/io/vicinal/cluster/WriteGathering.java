package io.vicinal.cluster;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import io.vicinal.cluster.entry.EntryType;
import io.vicinal.cluster.entry.LogEntry;
import io.vicinal.cluster.entry.SlicedEntry;
import io.vicinal.cluster.entry.WriteCounts;
import io.vicinal.cluster.log.Applied;
import io.vicinal.cluster.log.ReplicatedLog;
import io.vicinal.core.engine.Ending;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the writes of many callers into few entries of a log.
 *
 * <p>An entry costs a sync, whatever its size. So a write goes into the log at once only while
 * fewer than {@value #WINDOW} entries are on their way: one that is being synced and one that is
 * being applied. Otherwise it waits, together with all that come, for the next entry.
 *
 * <p>A write that is too large for an entry goes into the log in slices, with nothing between them:
 * it begins when no entry is on its way, and none begins before its last slice is applied.
 *
 * <p>Thread safe. The monitor guards the queue and is never held while the log is called.
 */
final class WriteGathering {
  private static final Logger logger = LoggerFactory.getLogger(WriteGathering.class);

  /** Entries on their way at a time. */
  static final int WINDOW = 2;

  private static final long CLOSE_TIMEOUT_MILLIS = 30_000;

  private final String name;
  private final ReplicatedLog log;
  private final WriteBudget budget;
  private final Queue<Waiting> queue = new ArrayDeque<>();
  private int underway;
  private boolean slicing;
  private @Nullable Ending ending;

  /** What goes into the log together, whole or in slices. */
  private record Group(List<Waiting> writes, boolean isSliced) {
    private static final Group NONE = new Group(List.of(), false);
  }

  private record Waiting(ByteBuffer message, CompletableFuture<WriteResult> result) {}

  WriteGathering(String name, ReplicatedLog log, WriteBudget budget) {
    this.name = name;
    this.log = log;
    this.budget = budget;
  }

  /**
   * Writes a batch.
   *
   * @param message the batch, which the shard accepts, as an Arrow message; not changed until the
   *     future is complete
   * @return completes when the write is durable and applied, or with a {@link VicinalException}
   */
  CompletableFuture<WriteResult> write(ByteBuffer message) {
    int bytes = message.remaining();
    Waiting waiting = new Waiting(message, new CompletableFuture<>());
    synchronized (this) {
      if (ending != null) {
        throw ending.error(name);
      }
      if (!budget.tryTake(bytes)) {
        throw new VicinalException(
            ErrorCode.OVERLOADED,
            "a write of "
                + bytes
                + " bytes to "
                + name
                + " while "
                + budget
                + " are taken by writes under way; try again later");
      }
      queue.add(waiting);
    }
    // Before the caller is told: what it does next may be another write.
    CompletableFuture<WriteResult> told =
        waiting.result().whenComplete((result, failure) -> budget.giveBack(bytes));
    submitWaiting();
    return told;
  }

  /** Takes no more writes, and returns when those under way have come to their end. */
  void close(Ending how) {
    List<Waiting> refused;
    synchronized (this) {
      if (ending == null) {
        ending = how;
      }
      refused = new ArrayList<>(queue);
      queue.clear();
    }
    refused.forEach(waiting -> waiting.result().completeExceptionally(how.error(name)));
    awaitUnderway();
  }

  private synchronized void awaitUnderway() {
    long deadline = System.nanoTime() + CLOSE_TIMEOUT_MILLIS * 1_000_000;
    try {
      while (underway > 0) {
        long rest = (deadline - System.nanoTime()) / 1_000_000;
        if (rest <= 0) {
          logger.warn("{} is closed while {} entries are on their way", name, underway);
          return;
        }
        wait(rest);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void submitWaiting() {
    for (Group group = take(); !group.writes().isEmpty(); group = take()) {
      submit(group);
    }
  }

  /** The writes of the next entry; none if there are none or enough entries are on their way. */
  private synchronized Group take() {
    if (underway >= WINDOW || slicing || queue.isEmpty()) {
      return Group.NONE;
    }
    if (underway > 0 && isTooLarge(1, queue.element().message().remaining())) {
      // An entry that was taken may not have been submitted yet, and would come between the slices.
      return Group.NONE;
    }
    List<Waiting> group = new ArrayList<>();
    long bytes = 0;
    for (Waiting next = queue.peek(); next != null; next = queue.peek()) {
      long more = bytes + next.message().remaining();
      if (!group.isEmpty() && isTooLarge(group.size() + 1, more)) {
        break;
      }
      bytes = more;
      group.add(queue.remove());
    }
    underway++;
    slicing = isTooLarge(group.size(), bytes);
    return new Group(group, slicing);
  }

  private boolean isTooLarge(int writes, long bytes) {
    return LogEntry.encodedBytes(writes, bytes) > log.maxEntryBytes();
  }

  private void submit(Group group) {
    CompletableFuture<Applied> applied;
    try {
      List<ByteBuffer> messages = group.writes().stream().map(Waiting::message).toList();
      LogEntry entry = new LogEntry(EntryType.WRITE, messages);
      applied = group.isSliced() ? submitSlices(entry) : log.submit(entry.encode());
    } catch (RuntimeException | Error e) {
      // Also for want of memory: the callers wait, and the place in the window is theirs.
      applied = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<?> unused =
        applied.whenComplete((outcome, failure) -> finish(group, outcome, failure));
  }

  /** Submits the slices one after the other; the result is that of the last. */
  private CompletableFuture<Applied> submitSlices(LogEntry entry) {
    SlicedEntry sliced =
        SlicedEntry.of(entry, log.maxEntryBytes(), ThreadLocalRandom.current().nextLong());
    CompletableFuture<@Nullable Applied> last = CompletableFuture.completedFuture(null);
    for (int i = 0; i < sliced.count(); i++) {
      int slice = i;
      last = last.thenCompose(before -> log.submit(sliced.slice(slice)));
    }
    return last;
  }

  private void finish(Group finished, @Nullable Applied outcome, @Nullable Throwable failure) {
    synchronized (this) {
      underway--;
      slicing &= !finished.isSliced();
      notifyAll();
    }
    List<Waiting> group = finished.writes();
    // The next entry first: it is synced while these callers wake up.
    submitWaiting();
    if (outcome == null) {
      fail(group, failure);
      return;
    }
    List<WriteResult> results = WriteCounts.decode(outcome.sequenceNumber(), outcome.result());
    if (results.size() != group.size()) {
      // The slices of an entry were separated, by the entry of another leader.
      fail(
          group,
          new VicinalException(
              ErrorCode.UNAVAILABLE, "a write to " + name + " was interrupted; it had no effect"));
      return;
    }
    for (int i = 0; i < group.size(); i++) {
      group.get(i).result().complete(results.get(i));
    }
  }

  private void fail(List<Waiting> group, @Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    VicinalException error =
        cause instanceof VicinalException known
            ? known
            : new VicinalException(ErrorCode.INTERNAL, "a write to " + name + " failed", cause);
    group.forEach(waiting -> waiting.result().completeExceptionally(error));
  }
}
