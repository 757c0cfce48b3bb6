package io.vicinal.client;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import io.vicinal.client.RemoteErrors.Effect;
import io.vicinal.protocol.PutAcknowledgement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.arrow.flight.FlightClient.ClientStreamListener;
import org.apache.arrow.flight.FlightClient.PutListener;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A DoPut call.
 *
 * <p>Two locks, always taken in this order: {@link #sending} makes senders take turns on the
 * stream; {@link #state} guards {@link #pending}, {@link #failure}, {@link #ending} and {@link
 * #ended}, and is what senders wait on. gRPC's thread takes {@link #state} only, and completes
 * futures outside of it.
 *
 * <p>No wait is for ever: the call fails when the node makes no progress for the request timeout
 * while it owes something, and an interrupted thread leaves.
 */
final class PutCall {
  /** Between looks at whether gRPC takes more: it offers no event for it to a DoPut client. */
  private static final long READY_POLL_NANOS = 50_000;

  private final Connection connection;
  private final VectorSchemaRoot root;
  private final int maxInFlight;
  private final SilenceWatch.Stream silence;
  private final Object sending = new Object();
  private final Object state = new Object();
  private final ArrayDeque<CompletableFuture<WriteResult>> pending = new ArrayDeque<>();
  private @Nullable VicinalException failure;
  private boolean failureThrown;
  private boolean ended;
  private boolean ending;
  private boolean closed;
  private @Nullable ClientStreamListener stream;

  private PutCall(Connection connection, VectorSchemaRoot root) {
    this.connection = connection;
    this.root = root;
    this.maxInFlight = connection.options().maxInFlight();
    this.silence = connection.silence().watch(Effect.WRITE, this::giveUp);
  }

  static PutCall start(Connection connection, FlightDescriptor target, Schema schema) {
    VectorSchemaRoot root = VectorSchemaRoot.create(schema, connection.allocator());
    PutCall call = new PutCall(connection, root);
    try {
      call.stream =
          connection
              .client()
              .startPut(target, root, call.new Acknowledgements(), connection.streamOptions());
      return call;
    } catch (RuntimeException e) {
      call.silence.close();
      root.close();
      throw connection.error(e, Effect.NONE);
    }
  }

  CompletableFuture<WriteResult> send(VectorSchemaRoot batch) {
    CompletableFuture<WriteResult> result = new CompletableFuture<>();
    synchronized (sending) {
      awaitRoom();
      try {
        BatchLoading.load(batch, root, connection.allocator());
        synchronized (state) {
          throwIfOver();
          pending.add(result);
          silence.await();
        }
        put();
      } finally {
        root.clear();
      }
    }
    return result;
  }

  int inFlight() {
    synchronized (state) {
      return pending.size();
    }
  }

  void awaitAll() {
    List<CompletableFuture<WriteResult>> sent;
    synchronized (state) {
      throwIfFailed();
      sent = new ArrayList<>(pending);
    }
    await(CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new)));
  }

  /** Waits for batches of this call. */
  <T> T await(CompletableFuture<T> outcome) {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      throw markThrown(connection.error(e, Effect.WRITE));
    } catch (InterruptedException e) {
      throw connection.error(e, Effect.WRITE);
    }
  }

  void close() {
    synchronized (sending) {
      if (closed) {
        return;
      }
      closed = true;
      try {
        synchronized (state) {
          ending = true;
          if (!ended) {
            stream().completed();
            silence.await();
          }
        }
        awaitEnd();
      } catch (VicinalException e) {
        fail(e);
        throw markThrown(e);
      } finally {
        release();
      }
    }
    synchronized (state) {
      if (failure != null && !failureThrown) {
        failureThrown = true;
        throw failure;
      }
    }
  }

  void abort() {
    fail(
        new VicinalException(
            ErrorCode.UNKNOWN_OUTCOME, "the writer was aborted before this batch's answer"));
    synchronized (sending) {
      if (!closed) {
        closed = true;
        release();
      }
    }
  }

  /** Ends the call for the watch. */
  private void giveUp(VicinalException error) {
    fail(error);
    synchronized (sending) {
      if (!closed) {
        cancel(error);
      }
    }
  }

  /** Frees what the call holds, here and, if it failed, on the node. */
  private void release() {
    silence.close();
    root.close();
    VicinalException error;
    synchronized (state) {
      error = failure;
    }
    if (error != null) {
      cancel(error);
    }
  }

  /** Without effect on a call that is over. */
  private void cancel(VicinalException reason) {
    stream().error(reason);
  }

  private void put() {
    try {
      // putNext spins until gRPC takes more; waiting here first keeps the processor free.
      while (!stream().isReady() && !isOver()) {
        LockSupport.parkNanos(READY_POLL_NANOS);
        if (Thread.currentThread().isInterrupted()) {
          throw connection.error(new InterruptedException(), Effect.WRITE);
        }
      }
      stream().putNext();
    } catch (RuntimeException e) {
      fail(connection.error(e, Effect.WRITE));
      synchronized (state) {
        throwIfFailed();
      }
    }
  }

  private ClientStreamListener stream() {
    ClientStreamListener started = stream;
    if (started == null) {
      throw new IllegalStateException("the call was not started");
    }
    return started;
  }

  private void awaitRoom() {
    synchronized (state) {
      awaitWhile(() -> pending.size() >= maxInFlight && failure == null && !ended);
      throwIfOver();
    }
  }

  private void awaitEnd() {
    synchronized (state) {
      awaitWhile(() -> !ended);
    }
  }

  /** Waits, holding {@link #state}. */
  private void awaitWhile(BooleanSupplier condition) {
    while (condition.getAsBoolean()) {
      try {
        state.wait();
      } catch (InterruptedException e) {
        throw connection.error(e, Effect.WRITE);
      }
    }
  }

  private boolean isOver() {
    synchronized (state) {
      return ended || failure != null;
    }
  }

  private void throwIfOver() {
    throwIfFailed();
    if (ended || closed) {
      throw new VicinalException(ErrorCode.INVALID_ARGUMENT, "the writer is closed");
    }
  }

  private void throwIfFailed() {
    if (failure != null) {
      failureThrown = true;
      throw new VicinalException(failure.code(), String.valueOf(failure.getMessage()), failure);
    }
  }

  private VicinalException markThrown(VicinalException error) {
    synchronized (state) {
      failureThrown = true;
    }
    return error;
  }

  /** Ends the call with an error: the first one counts, for every batch without answer. */
  private void fail(VicinalException error) {
    List<CompletableFuture<WriteResult>> failed;
    VicinalException first;
    synchronized (state) {
      first = failure == null ? error : failure;
      failure = first;
      ended = true;
      failed = new ArrayList<>(pending);
      pending.clear();
      silence.rest();
      state.notifyAll();
    }
    failed.forEach(future -> future.completeExceptionally(first));
  }

  /** What the node answers; called by gRPC, one after the other. */
  private final class Acknowledgements implements PutListener {
    @Override
    public void onNext(PutResult result) {
      ArrowBuf metadata = result.getApplicationMetadata();
      byte[] json = new byte[(int) metadata.readableBytes()];
      metadata.getBytes(metadata.readerIndex(), json);
      PutAcknowledgement acknowledgement = PutAcknowledgement.parse(json);
      CompletableFuture<WriteResult> acknowledged;
      synchronized (state) {
        acknowledged = pending.poll();
        silence.progress();
        if (pending.isEmpty() && !ending) {
          silence.rest();
        }
        state.notifyAll();
      }
      if (acknowledged != null) {
        acknowledged.complete(acknowledgement.result());
      }
    }

    @Override
    public void onError(Throwable thrown) {
      fail(connection.error(thrown, Effect.WRITE));
    }

    @Override
    public void onCompleted() {
      synchronized (state) {
        if (pending.isEmpty()) {
          ended = true;
          silence.rest();
          state.notifyAll();
          return;
        }
      }
      // Over and failed at once: whoever closes the call must not see the one without the other.
      fail(
          new VicinalException(
              ErrorCode.UNKNOWN_OUTCOME, "the node ended the stream without an answer"));
    }

    /** Not used: {@link #close} waits for the end. */
    @Override
    public void getResult() {
      awaitEnd();
    }

    @Override
    public boolean isCancelled() {
      return isOver();
    }
  }
}
