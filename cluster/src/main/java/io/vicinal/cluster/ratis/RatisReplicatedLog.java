package io.vicinal.cluster.ratis;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.cluster.log.Applied;
import io.vicinal.cluster.log.LogStatus;
import io.vicinal.cluster.log.ReplicatedLog;
import io.vicinal.core.log.LogPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
  private final RatisStateMachine machine;
  private final int maxEntryBytes;
  private final Runnable closing;
  private final ClientId client = ClientId.randomId();
  private final AtomicLong calls = new AtomicLong();
  private volatile boolean closed;

  RatisReplicatedLog(
      RaftServer server,
      RaftServer.Division division,
      String name,
      RatisStateMachine machine,
      int maxEntryBytes,
      Runnable closing) {
    this.server = server;
    this.division = division;
    this.group = division.getMemberId().getGroupId();
    this.name = name;
    this.machine = machine;
    this.maxEntryBytes = maxEntryBytes;
    this.closing = closing;
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
    RaftClientRequest request =
        RaftClientRequest.newBuilder()
            .setClientId(client)
            .setServerId(server.getId())
            .setGroupId(group)
            .setCallId(calls.incrementAndGet())
            .setMessage(
                Message.valueOf(RatisEnvelope.wrap(machine.applied().sequenceNumber(), entry)))
            .setType(RaftClientRequest.writeRequestType())
            .build();
    CompletableFuture<RaftClientReply> reply;
    try {
      reply = server.submitClientRequestAsync(request);
    } catch (IOException | CompletionException e) {
      return CompletableFuture.failedFuture(error(e));
    }
    return reply.handle(this::outcome);
  }

  @Override
  public int maxEntryBytes() {
    return maxEntryBytes;
  }

  @Override
  public CompletableFuture<Void> ready() {
    return machine.ready();
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

  private Applied outcome(@Nullable RaftClientReply reply, @Nullable Throwable cause) {
    if (reply != null && reply.isSuccess()) {
      return new Applied(
          reply.getLogIndex(), reply.getMessage().getContent().asReadOnlyByteBuffer());
    }
    Throwable reason = reply == null ? cause : reply.getException();
    throw error(reason == null ? new IllegalStateException("" + reply) : reason);
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
