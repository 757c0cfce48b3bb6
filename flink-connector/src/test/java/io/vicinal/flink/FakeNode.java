package io.vicinal.flink;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.Mutation;
import io.vicinal.api.VicinalException;
import io.vicinal.arrow.WriteBatches;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * A node without network: it keeps what it receives until the test says what becomes of it, or
 * applies and acknowledges everything at once. Thread safe.
 */
final class FakeNode implements Transport {
  private record Received(FakeChannel from, List<Mutation> batch, CompletableFuture<Long> answer) {}

  private final ArrayDeque<Received> received = new ArrayDeque<>();
  private final List<List<Mutation>> applied = new ArrayList<>();
  private CollectionSchema schema;
  private boolean automatic = true;
  private @Nullable VicinalException refusal;
  private int connections;
  private int openChannels;
  private int attempts;

  FakeNode(CollectionSchema schema) {
    this.schema = schema;
  }

  /** From now on nothing is answered but by {@link #acknowledge} and {@link #breakConnection}. */
  synchronized FakeNode holdingAnswers() {
    automatic = false;
    return this;
  }

  /** Applies and answers what it has and what comes. */
  synchronized void answerAll() {
    automatic = true;
    acknowledge(received.size());
  }

  /** Lets nobody in, or everybody again. */
  synchronized void refuse(@Nullable VicinalException error) {
    refusal = error;
  }

  /** Has another schema for whoever connects from now on. */
  synchronized void change(CollectionSchema other) {
    schema = other;
  }

  synchronized int attempts() {
    return attempts;
  }

  synchronized int connections() {
    return connections;
  }

  synchronized int openChannels() {
    return openChannels;
  }

  private synchronized void closeOne() {
    openChannels--;
  }

  /** Batches that came and are not answered. */
  synchronized int pending() {
    return received.size();
  }

  /** Every batch that was applied, in order. */
  synchronized List<List<Mutation>> applied() {
    return List.copyOf(applied);
  }

  /** Every change that was applied, in order. */
  List<Mutation> changes() {
    return applied().stream().flatMap(List::stream).toList();
  }

  /** Applies and answers the oldest batches. */
  synchronized void acknowledge(int batches) {
    for (int i = 0; i < batches; i++) {
      Received next = received.remove();
      applied.add(next.batch());
      next.answer().complete((long) applied.size());
    }
  }

  /** Applies the oldest batches, and loses the connection before answering any. */
  synchronized void breakConnection(int appliedBefore, VicinalException error) {
    List<Received> lost = List.copyOf(received);
    received.clear();
    for (int i = 0; i < appliedBefore; i++) {
      applied.add(lost.get(i).batch());
    }
    lost.forEach(one -> one.from().end(error));
    lost.forEach(one -> one.answer().completeExceptionally(error));
  }

  static VicinalException lost() {
    return new VicinalException(ErrorCode.UNKNOWN_OUTCOME, "the connection broke");
  }

  static VicinalException away() {
    return new VicinalException(ErrorCode.UNAVAILABLE, "nothing answers");
  }

  @Override
  public synchronized Channel connect() {
    attempts++;
    if (refusal != null) {
      throw refusal;
    }
    connections++;
    openChannels++;
    return new FakeChannel(schema);
  }

  private synchronized CompletableFuture<Long> receive(FakeChannel from, VectorSchemaRoot batch) {
    CompletableFuture<Long> answer = new CompletableFuture<>();
    received.add(new Received(from, WriteBatches.of(from.schema()).decode(batch), answer));
    if (automatic) {
      acknowledge(1);
    }
    return answer;
  }

  /** The node forgets what came over a channel that its other side gave up. */
  private synchronized void forget(FakeChannel from) {
    List<Received> lost = received.stream().filter(one -> one.from() == from).toList();
    received.removeAll(lost);
    lost.forEach(one -> one.answer().completeExceptionally(lost()));
  }

  private final class FakeChannel implements Channel {
    private final CollectionSchema seen;
    private volatile @Nullable VicinalException end;

    FakeChannel(CollectionSchema seen) {
      this.seen = seen;
    }

    @Override
    public CollectionSchema schema() {
      return seen;
    }

    @Override
    public CompletableFuture<?> append(VectorSchemaRoot batch) {
      VicinalException ended = end;
      if (ended != null) {
        throw ended;
      }
      return receive(this, batch);
    }

    void end(VicinalException error) {
      end = error;
    }

    @Override
    public void abort() {
      end(lost());
      forget(this);
    }

    @Override
    public void close() {
      if (end == null) {
        throw new IllegalStateException("closed without abort");
      }
      closeOne();
    }
  }
}
