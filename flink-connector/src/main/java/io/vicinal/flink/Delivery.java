package io.vicinal.flink;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends batches in their order, and sends them again in their order until each is acknowledged.
 *
 * <p>Three kinds of threads meet here. The task's thread submits batches and polls those that are
 * acknowledged; the sender, a thread of this class, does all that waits for the network; threads of
 * the network complete futures. All state is guarded by {@link #lock}, and nobody calls out of this
 * class while holding it.
 *
 * <p>A batch is in exactly one of {@link #waiting}, {@link #sent} and {@link #acknowledged}. When a
 * channel breaks, everything in {@code sent} goes back to the head of {@code waiting}: because the
 * node applies a channel's batches one after the other and acknowledges them in that order, what is
 * sent again then begins with the oldest batch that may be missing, and no batch overtakes another.
 */
final class Delivery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final Object lock = new Object();
  private final ArrayDeque<MutationBatch> waiting = new ArrayDeque<>();
  private final ArrayDeque<MutationBatch> sent = new ArrayDeque<>();
  private final ArrayDeque<MutationBatch> acknowledged = new ArrayDeque<>();
  private final ArrayDeque<Channel> broken = new ArrayDeque<>();
  private final Transport transport;
  private final Retries retries;
  private final LongSupplier nanoTime;
  private final CollectionSchema schema;
  private final Runnable onProgress;
  private final Thread sender;
  private @Nullable Channel channel;
  private @Nullable VicinalException breakage;
  private @Nullable RuntimeException failure;
  private boolean closed;
  private long resends;

  /**
   * Opens the first channel, trying again as the retries allow, and starts the sender.
   *
   * @param onProgress called by any thread when {@link #pollAcknowledged} has something to tell;
   *     must not block
   * @throws VicinalException why no channel could be opened
   */
  static Delivery start(
      Transport transport, Retries retries, LongSupplier nanoTime, String name, Runnable onProgress)
      throws InterruptedException {
    Channel first = null;
    while (first == null) {
      try {
        first = transport.connect();
      } catch (VicinalException e) {
        Duration pause = retries.pauseAfter(e);
        LOG.warn("attempt {}, next in {}: {}", retries.failures(), pause, e.getMessage());
        Thread.sleep(pause.toMillis());
      }
    }
    retries.succeeded();
    Delivery delivery = new Delivery(transport, retries, nanoTime, first, name, onProgress);
    delivery.sender.start();
    return delivery;
  }

  private Delivery(
      Transport transport,
      Retries retries,
      LongSupplier nanoTime,
      Channel first,
      String name,
      Runnable onProgress) {
    this.transport = transport;
    this.retries = retries;
    this.nanoTime = nanoTime;
    this.channel = first;
    this.schema = first.schema();
    this.onProgress = onProgress;
    this.sender = new Thread(this::send, "vicinal-sink " + name);
    sender.setDaemon(true);
    sender.setContextClassLoader(ConnectorClassLoader.get());
  }

  /** The schema of the collection. */
  CollectionSchema schema() {
    return schema;
  }

  /** Takes a batch, which is not touched until {@link #pollAcknowledged} gives it back. */
  void submit(MutationBatch batch) {
    synchronized (lock) {
      waiting.add(batch);
      lock.notifyAll();
    }
  }

  /** The number of batches without acknowledgement. */
  int inFlight() {
    synchronized (lock) {
      return waiting.size() + sent.size();
    }
  }

  /** How often batches were sent again. */
  long resends() {
    synchronized (lock) {
      return resends;
    }
  }

  /**
   * The next acknowledged batch, or null if there is none now.
   *
   * @throws RuntimeException what ended the delivery
   */
  @Nullable MutationBatch pollAcknowledged() {
    synchronized (lock) {
      MutationBatch next = acknowledged.poll();
      if (next == null && failure != null) {
        throw failure;
      }
      return next;
    }
  }

  /** Stops sending; batches stay with whoever submitted them, who closes them. */
  @Override
  public void close() {
    Channel open;
    synchronized (lock) {
      closed = true;
      open = channel;
      lock.notifyAll();
    }
    if (open != null) {
      open.abort();
    }
    sender.interrupt();
    joinSender();
  }

  /** Waits even when interrupted, as a cancelled task is: the sender reads the batches' memory. */
  private void joinSender() {
    boolean interrupted = false;
    while (sender.isAlive()) {
      try {
        sender.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void send() {
    try {
      MutationBatch next;
      while ((next = awaitBatch()) != null) {
        sendOn(openChannel(), next);
      }
    } catch (InterruptedException e) {
      LOG.debug("the sender was interrupted; it ends");
    } catch (RuntimeException | Error e) {
      fail(e);
    } finally {
      releaseAll();
    }
  }

  /** The oldest batch to send, or null when closed. */
  private @Nullable MutationBatch awaitBatch() throws InterruptedException {
    synchronized (lock) {
      while (waiting.isEmpty() && !closed) {
        lock.wait();
      }
      return closed ? null : waiting.peek();
    }
  }

  private void sendOn(@Nullable Channel open, MutationBatch batch) {
    if (open == null) {
      return;
    }
    synchronized (lock) {
      if (channel != open || closed) {
        return;
      }
      waiting.remove();
      sent.add(batch);
      batch.markSent(nanoTime.getAsLong());
    }
    try {
      CompletableFuture<?> unused =
          open.append(batch.root())
              .whenComplete(
                  (result, error) -> {
                    if (error == null) {
                      acknowledge(open, batch);
                    } else {
                      breakDown(open, error);
                    }
                  });
    } catch (VicinalException e) {
      breakDown(open, e);
    }
  }

  /** The open channel; if it broke, a new one. Null when closed meanwhile. */
  private @Nullable Channel openChannel() throws InterruptedException {
    VicinalException error;
    synchronized (lock) {
      if (channel != null) {
        return channel;
      }
      error = breakage;
    }
    releaseBroken();
    while (true) {
      if (error != null && !awaitRetry(error)) {
        return null;
      }
      try {
        Channel opened = transport.connect();
        checkSchema(opened);
        synchronized (lock) {
          channel = opened;
          breakage = null;
        }
        return opened;
      } catch (VicinalException e) {
        error = e;
      }
    }
  }

  private void checkSchema(Channel opened) {
    if (!opened.schema().equals(schema)) {
      opened.abort();
      opened.close();
      throw new VicinalException(
          ErrorCode.INVALID_RECORD,
          "the schema of the collection changed while the job ran, from "
              + schema
              + " to "
              + opened.schema()
              + "; restart the job");
    }
  }

  /** Pauses before the next attempt; false when closed meanwhile. */
  private boolean awaitRetry(VicinalException error) throws InterruptedException {
    synchronized (lock) {
      Duration pause = retries.pauseAfter(error);
      LOG.warn(
          "attempt {} failed with {} batches to send, next in {}: {}",
          retries.failures(),
          waiting.size(),
          pause,
          error.getMessage());
      long end = nanoTime.getAsLong() + pause.toNanos();
      for (long left = pause.toNanos(); left > 0 && !closed; left = end - nanoTime.getAsLong()) {
        lock.wait(Math.max(1, left / 1_000_000));
      }
      return !closed;
    }
  }

  private void acknowledge(Channel from, MutationBatch batch) {
    synchronized (lock) {
      if (channel != from) {
        // It was given up: the batch is sent again, and acknowledged by another channel.
        return;
      }
      if (sent.peek() != batch) {
        failure = new IllegalStateException("batches were acknowledged in another order than sent");
      } else {
        sent.remove();
        acknowledged.add(batch);
        retries.succeeded();
      }
    }
    onProgress.run();
  }

  /** Takes back, in their order, the batches that a channel did not acknowledge. */
  private void breakDown(Channel from, Throwable error) {
    synchronized (lock) {
      if (channel != from) {
        return;
      }
      channel = null;
      breakage = known(error);
      broken.add(from);
      resends += sent.size();
      while (!sent.isEmpty()) {
        waiting.addFirst(sent.removeLast());
      }
      lock.notifyAll();
    }
  }

  private static VicinalException known(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    return cause instanceof VicinalException known
        ? known
        : new VicinalException(ErrorCode.INTERNAL, "sending a batch failed: " + cause, cause);
  }

  private void fail(Throwable error) {
    synchronized (lock) {
      failure =
          error instanceof RuntimeException known
              ? known
              : new IllegalStateException("the sender failed", error);
    }
    onProgress.run();
  }

  private void releaseAll() {
    synchronized (lock) {
      if (channel != null) {
        broken.add(channel);
        channel = null;
      }
    }
    releaseBroken();
  }

  private void releaseBroken() {
    while (true) {
      Channel next;
      synchronized (lock) {
        next = broken.poll();
      }
      if (next == null) {
        return;
      }
      next.abort();
      next.close();
    }
  }
}
