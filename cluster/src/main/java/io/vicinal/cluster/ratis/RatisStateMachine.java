package io.vicinal.cluster.ratis;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.cluster.log.ReplicatedStateMachine;
import io.vicinal.core.log.LogPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A state machine of ours, as Ratis sees it.
 *
 * <p>Two rules, against two ways to lose entries for ever:
 *
 * <ol>
 *   <li>After an entry that could not be applied, none is. Ratis goes on and calls for the next;
 *       here it is refused, and the position stays.
 *   <li>What Ratis takes for a snapshot is what the state machine says is durable, never the last
 *       entry applied, and never anything that was not applied.
 * </ol>
 *
 * <p>Ratis calls from its own threads, one at a time for {@link #applyTransaction}.
 */
final class RatisStateMachine extends BaseStateMachine {
  private static final Logger logger = LoggerFactory.getLogger(RatisStateMachine.class);

  private final String name;
  private final ReplicatedStateMachine machine;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> failed = new CompletableFuture<>();
  private final DurableState storage = new DurableState();
  private volatile @Nullable Throwable failure;

  RatisStateMachine(String name, ReplicatedStateMachine machine) {
    this.name = name;
    this.machine = machine;
    setLastAppliedTermIndex(termIndex(machine.applied()));
  }

  @Override
  public void initialize(RaftServer server, RaftGroupId group, RaftStorage raftStorage)
      throws IOException {
    // The transition is what later allows a snapshot to be installed.
    getLifeCycle()
        .startAndTransition(
            () -> {
              super.initialize(server, group, raftStorage);
              setLastAppliedTermIndex(termIndex(machine.applied()));
            },
            IOException.class);
  }

  @Override
  public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
    LogEntryProto entry = transaction.getLogEntry();
    LogPosition position = new LogPosition(entry.getTerm(), entry.getIndex());
    if (failure != null) {
      return CompletableFuture.failedFuture(stopped());
    }
    try {
      ByteString data = entry.getStateMachineLogEntry().getLogData();
      ByteBuffer payload = RatisEnvelope.unwrap(data, name + ", entry " + entry.getIndex());
      ByteBuffer result = machine.apply(position, payload);
      updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
      return CompletableFuture.completedFuture(
          Message.valueOf(UnsafeByteOperations.unsafeWrap(result)));
    } catch (RuntimeException | Error e) {
      fail("entry " + entry.getIndex() + " of " + name + " could not be applied", e);
      return CompletableFuture.failedFuture(stopped());
    }
  }

  @Override
  public void notifyTermIndexUpdated(long term, long index) {
    if (failure == null) {
      super.notifyTermIndexUpdated(term, index);
    }
  }

  @Override
  public void notifyLogFailed(Throwable cause, LogEntryProto failedEntry) {
    fail("the log of " + name + " could not be written", cause);
  }

  /** Runs after all entries from before this node became the leader have been applied. */
  @Override
  public void notifyLeaderReady() {
    if (failure == null) {
      ready.complete(null);
    } else {
      ready.completeExceptionally(stopped());
    }
  }

  @Override
  public long takeSnapshot() {
    SnapshotInfo durable = storage.getLatestSnapshot();
    return durable == null ? RaftLog.INVALID_LOG_INDEX : durable.getIndex();
  }

  @Override
  public StateMachineStorage getStateMachineStorage() {
    return storage;
  }

  /** Completes when the log is led and replayed; the files may not have durable names by then. */
  CompletableFuture<Void> ready() {
    return ready;
  }

  /** Why no more entries are applied, or null. */
  @Nullable Throwable failure() {
    return failure;
  }

  LogPosition applied() {
    return machine.applied();
  }

  LogPosition durable() {
    return machine.durable();
  }

  /** The error for those who submit an entry after the failure. */
  VicinalException stopped() {
    return new VicinalException(
        ErrorCode.READ_ONLY,
        name + " takes no more writes: " + cause() + "; it does after a restart that succeeds",
        failure);
  }

  private String cause() {
    Throwable cause = failure;
    return cause == null ? "it was stopped" : String.valueOf(cause.getMessage());
  }

  /** Has a task run once after the failure, at once if that was before. */
  void afterFailure(Runnable task) {
    CompletableFuture<?> unused = failed.thenRun(task);
  }

  private void fail(String what, Throwable cause) {
    synchronized (this) {
      if (failure != null) {
        return;
      }
      logger.error("{}; it takes no more writes", what, cause);
      failure = new IllegalStateException(what + ": " + cause.getMessage(), cause);
    }
    // A log that fails before it has a leader never gets one, and who opens it waits for that.
    ready.completeExceptionally(stopped());
    failed.complete(null);
  }

  private static TermIndex termIndex(LogPosition position) {
    return position.equals(LogPosition.START)
        ? TermIndex.INITIAL_VALUE
        : TermIndex.valueOf(position.term(), position.sequenceNumber());
  }

  /** What the state machine has on its disk, in the place of snapshot files of Ratis. */
  private final class DurableState implements StateMachineStorage {
    @Override
    public void init(RaftStorage raftStorage) {
      // The state machine opened its files before.
    }

    @Override
    public @Nullable SnapshotInfo getLatestSnapshot() {
      LogPosition durable = machine.durable();
      return durable.equals(LogPosition.START) ? null : new DurablePosition(termIndex(durable));
    }

    @Override
    public void format() {
      // There is nothing of Ratis' here.
    }

    @Override
    public void cleanupOldSnapshots(SnapshotRetentionPolicy policy) {
      // The state machine deletes its own files.
    }
  }

  /** A snapshot without files for Ratis to copy. */
  private record DurablePosition(TermIndex termIndex) implements SnapshotInfo {
    @Override
    public TermIndex getTermIndex() {
      return termIndex;
    }

    @Override
    public List<FileInfo> getFiles() {
      return List.of();
    }
  }
}
