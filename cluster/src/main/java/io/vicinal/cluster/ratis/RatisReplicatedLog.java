package io.vicinal.cluster.ratis;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.cluster.log.Applied;
import io.vicinal.cluster.log.LogStatus;
import io.vicinal.cluster.log.LogStorage;
import io.vicinal.cluster.log.ReplicatedLog;
import io.vicinal.core.log.LogPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.exceptions.AlreadyClosedException;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.ResourceUnavailableException;
import org.apache.ratis.protocol.exceptions.ServerNotReadyException;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A log kept by a Ratis group, whose leader is called in this process and not over the network. */
final class RatisReplicatedLog implements ReplicatedLog {
  private static final Logger logger = LoggerFactory.getLogger(RatisReplicatedLog.class);

  private final RaftServer server;
  private final RaftServer.Division division;
  private final RaftGroupId group;
  private final String name;
  private final LogFiles files;
  private final RatisStateMachine machine;
  private final int maxEntryBytes;
  private final Runnable closing;
  private final ClientId client = ClientId.randomId();
  private final AtomicLong calls = new AtomicLong();
  private final Map<Long, CompletableFuture<Applied>> underway = new ConcurrentHashMap<>();
  private volatile boolean closed;

  RatisReplicatedLog(
      RaftServer server,
      RaftServer.Division division,
      String name,
      LogFiles files,
      RatisStateMachine machine,
      int maxEntryBytes,
      Runnable closing) {
    this.server = server;
    this.division = division;
    this.group = division.getMemberId().getGroupId();
    this.name = name;
    this.files = files;
    this.machine = machine;
    this.maxEntryBytes = maxEntryBytes;
    this.closing = closing;
  }

  /** Has the log tell those whose entries are on their way when it fails. */
  RatisReplicatedLog watchFailure() {
    machine.afterFailure(this::failUnderway);
    return this;
  }

  @Override
  public CompletableFuture<Applied> submit(ByteBuffer entry) {
    if (machine.failure() != null) {
      return CompletableFuture.failedFuture(machine.stopped());
    }
    if (closed) {
      return CompletableFuture.failedFuture(
          new VicinalException(ErrorCode.UNAVAILABLE, name + " is closed"));
    }
    long call = calls.incrementAndGet();
    RaftClientRequest request =
        RaftClientRequest.newBuilder()
            .setClientId(client)
            .setServerId(server.getId())
            .setGroupId(group)
            .setCallId(call)
            .setMessage(
                Message.valueOf(RatisEnvelope.wrap(machine.applied().sequenceNumber(), entry)))
            .setType(RaftClientRequest.writeRequestType())
            .build();
    CompletableFuture<Applied> result = new CompletableFuture<>();
    underway.put(call, result);
    if (machine.failure() != null) {
      // It may have failed after it was asked above, and before it knew of this entry.
      failUnderway();
    }
    try {
      CompletableFuture<?> unused =
          server
              .submitClientRequestAsync(request)
              .whenComplete((reply, cause) -> complete(call, reply, cause));
    } catch (IOException | CompletionException e) {
      complete(call, null, e);
    }
    return result;
  }

  @Override
  public int maxEntryBytes() {
    return maxEntryBytes;
  }

  @Override
  public CompletableFuture<Void> ready() {
    return machine.ready().thenRun(files::syncNames);
  }

  @Override
  public LogStatus status() {
    Throwable failure = machine.failure();
    return new LogStatus(
        name,
        !closed && division.getInfo().isLeaderReady(),
        closed ? -1 : division.getRaftLog().getLastCommittedIndex(),
        machine.applied().sequenceNumber(),
        Optional.ofNullable(failure).map(cause -> String.valueOf(cause.getMessage())));
  }

  @Override
  public LogStorage storage() {
    return files.storage();
  }

  @Override
  public void trim() {
    LogPosition durable = machine.durable();
    if (closed || durable.equals(LogPosition.START)) {
      return;
    }
    CompletableFuture<?> unused =
        division.getRaftLog().purge(durable.sequenceNumber()).whenComplete(this::reportTrim);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      closing.run();
    }
  }

  private void reportTrim(@Nullable Long purged, @Nullable Throwable cause) {
    if (cause != null) {
      // What could not be deleted is tried again the next time.
      logger.warn("the log of {} could not be trimmed", name, cause);
    }
  }

  /** Answers a call, once: the log's failure and Ratis may both want to. */
  private void complete(long call, @Nullable RaftClientReply reply, @Nullable Throwable cause) {
    CompletableFuture<Applied> result = underway.remove(call);
    if (result == null) {
      return;
    }
    if (reply != null && reply.isSuccess()) {
      result.complete(
          new Applied(reply.getLogIndex(), reply.getMessage().getContent().asReadOnlyByteBuffer()));
      return;
    }
    Throwable reason = reply == null ? cause : reply.getException();
    result.completeExceptionally(
        error(reason == null ? new IllegalStateException("" + reply) : reason));
  }

  /** Ratis never answers for entries that it could not write. */
  private void failUnderway() {
    for (long call : underway.keySet()) {
      complete(call, null, machine.stopped());
    }
  }

  /**
   * The error for a submitted entry. Unless it is certain that the entry did not get into the log,
   * its outcome is unknown.
   */
  private VicinalException error(Throwable cause) {
    Throwable reason =
        cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
    if (reason instanceof LeaderNotReadyException
        || reason instanceof ServerNotReadyException
        || reason instanceof AlreadyClosedException
        || reason instanceof ResourceUnavailableException) {
      return new VicinalException(
          ErrorCode.UNAVAILABLE,
          name + " takes no writes at present: " + reason.getMessage(),
          cause);
    }
    return new VicinalException(
        ErrorCode.UNKNOWN_OUTCOME,
        "a write to "
            + name
            + " may be in its log, but was not applied: "
            + (machine.failure() == null ? reason.getMessage() : machine.stopped().getMessage()),
        cause);
  }
}
