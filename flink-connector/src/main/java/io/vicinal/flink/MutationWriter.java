package io.vicinal.flink;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.Mutation;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import io.vicinal.flink.SinkOptions.Batching;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sink's part in a task: converts, checks and gathers elements, hands full or aged batches to
 * the {@link Delivery}, and lets a checkpoint pass when all of them are acknowledged.
 *
 * <p>Everything here runs in the task's thread: calls by Flink, timers, and the mail that the
 * delivery's progress posts. Where the writer waits, it yields to that mail; {@link #onTimer} may
 * hence run inside of {@link #write}, and never waits itself.
 */
final class MutationWriter<IN> implements SinkWriter<IN> {
  private static final Logger LOG = LoggerFactory.getLogger(MutationWriter.class);

  private final MutationConverter<IN> converter;
  private final InvalidRecordHandler<IN> invalidRecords;
  private final SinkOptions options;
  private final BufferAllocator allocator;
  private final MailboxExecutor mailbox;
  private final ProcessingTimeService timers;
  private final Delivery delivery;
  private final MutationCheck check;
  private final SinkMetrics metrics;
  private final AtomicBoolean mailPosted = new AtomicBoolean();
  private final ArrayDeque<MutationBatch> free = new ArrayDeque<>();
  private final List<MutationBatch> all = new ArrayList<>();
  private @Nullable MutationBatch current;
  private boolean flushTimerSet;
  private boolean closed;

  private MutationWriter(WriterParts<IN> parts, TaskServices task, Transport transport)
      throws InterruptedException {
    this.converter = parts.converter();
    this.invalidRecords = parts.invalidRecords();
    this.options = parts.options();
    this.allocator = parts.allocator();
    this.mailbox = task.mailbox();
    this.timers = task.timers();
    this.delivery =
        Delivery.start(
            transport,
            new Retries(options.patience().retryTimeout(), System::nanoTime),
            System::nanoTime,
            options.target().collection() + " " + task.writer().member(),
            this::postMail);
    try {
      this.check = new MutationCheck(delivery.schema());
      this.metrics = new SinkMetrics(task.metrics(), delivery::inFlight, delivery::resends);
    } catch (RuntimeException | Error e) {
      delivery.close();
      throw e;
    }
  }

  /**
   * A writer that is connected. The allocator is closed with it, and closed if this fails.
   *
   * @throws VicinalException why it could not be
   */
  static <IN> MutationWriter<IN> open(WriterParts<IN> parts, TaskServices task, Transport transport)
      throws IOException, InterruptedException {
    MutationWriter<IN> writer;
    try {
      writer = new MutationWriter<>(parts, task, transport);
    } catch (RuntimeException | Error | InterruptedException e) {
      closeAllocator(parts.allocator());
      throw e;
    }
    try {
      writer.converter.open(writer.delivery.schema());
      writer.invalidRecords.open();
      return writer;
    } catch (Error e) {
      // Of a user's code that lacks a class, for one.
      writer.closeAfter(e);
      throw e;
    } catch (Exception e) {
      writer.closeAfter(e);
      throw failed("opening the sink", e);
    }
  }

  @Override
  public void write(IN element, Context context) throws IOException, InterruptedException {
    Mutation mutation = checked(element);
    if (mutation == null) {
      return;
    }
    MutationBatch batch = openBatch();
    batch.add(mutation, MutationSize.of(mutation), timers.getCurrentProcessingTime());
    Batching limits = options.batching();
    if (batch.rows() >= limits.rows() || batch.bytes() >= limits.bytes()) {
      awaitRoom();
      submit();
    } else if (!flushTimerSet) {
      setFlushTimer(batch.firstMillis() + limits.interval().toMillis());
    }
  }

  /** Waits until everything written is acknowledged. */
  @Override
  public void flush(boolean endOfInput) throws IOException, InterruptedException {
    takeAcknowledged();
    submit();
    while (delivery.inFlight() > 0) {
      mailbox.yield();
    }
    takeAcknowledged();
    try {
      invalidRecords.flush();
    } catch (Exception e) {
      throw failed("flushing the handler of invalid records", e);
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    delivery.close();
    all.forEach(MutationBatch::close);
    closeAllocator(allocator);
    try {
      invalidRecords.close();
    } catch (Exception e) {
      throw failed("closing the handler of invalid records", e);
    }
  }

  private void closeAfter(Throwable failure) {
    try {
      close();
    } catch (IOException | RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  /** What a broken connection still holds is freed with it, and no reason to fail the job. */
  private static void closeAllocator(BufferAllocator allocator) {
    try {
      allocator.close();
    } catch (IllegalStateException e) {
      LOG.warn("closing the sink's memory: {}", e.getMessage());
    }
  }

  /** The change that an element stands for, or null if it was handled as one that has none. */
  private @Nullable Mutation checked(IN element) throws IOException {
    VicinalException error;
    try {
      Mutation mutation = converter.convert(element);
      check.check(mutation);
      return mutation;
    } catch (VicinalException e) {
      error = e;
    } catch (RuntimeException e) {
      error =
          new VicinalException(
              ErrorCode.INVALID_RECORD, "the converter refused an element: " + e, e);
    }
    metrics.invalid();
    try {
      invalidRecords.handle(element, error);
      return null;
    } catch (Exception e) {
      throw failed("handling an invalid record", e);
    }
  }

  private MutationBatch openBatch() {
    MutationBatch batch = current;
    if (batch == null) {
      if (free.isEmpty()) {
        // The mail that would do this may not have run yet.
        takeAcknowledged();
      }
      batch = free.poll();
      if (batch == null) {
        batch = MutationBatch.allocate(delivery.schema(), capacity(), allocator);
        all.add(batch);
      }
      current = batch;
    }
    return batch;
  }

  /** Rows to reserve memory for: what fits the limit of bytes, if that is less. */
  private int capacity() {
    long vectorBytes = 1;
    for (VectorField field : delivery.schema().vectorFields()) {
      vectorBytes += (long) Float.BYTES * field.dimension();
    }
    long fitting = options.batching().bytes() / vectorBytes + 1;
    return (int) Math.min(options.batching().rows(), fitting);
  }

  private void awaitRoom() throws InterruptedException {
    while (!hasRoom()) {
      mailbox.yield();
    }
  }

  private boolean hasRoom() {
    return delivery.inFlight() < options.batching().maxInFlight();
  }

  private void submit() {
    MutationBatch batch = current;
    if (batch != null) {
      current = null;
      batch.seal();
      delivery.submit(batch);
    }
  }

  private void setFlushTimer(long atMillis) {
    flushTimerSet = true;
    ScheduledFuture<?> unused = timers.registerTimer(atMillis, this::onTimer);
  }

  /** Sends what has waited long enough, or looks again when it has. */
  private void onTimer(long nowMillis) {
    flushTimerSet = false;
    MutationBatch batch = current;
    if (closed || batch == null) {
      return;
    }
    long dueMillis = batch.firstMillis() + options.batching().interval().toMillis();
    if (dueMillis > nowMillis) {
      setFlushTimer(dueMillis);
    } else if (hasRoom()) {
      submit();
    } else {
      setFlushTimer(nowMillis + options.batching().interval().toMillis());
    }
  }

  /** Called by any thread: one mail at a time tells the task's thread to look. */
  private void postMail() {
    if (!mailPosted.compareAndSet(false, true)) {
      return;
    }
    try {
      mailbox.execute(
          () -> {
            mailPosted.set(false);
            takeAcknowledged();
          },
          "take acknowledged batches");
    } catch (RejectedExecutionException e) {
      LOG.debug("the task has ended: nobody waits for acknowledgements any more");
    }
  }

  private void takeAcknowledged() {
    MutationBatch batch;
    while (!closed && (batch = delivery.pollAcknowledged()) != null) {
      metrics.acknowledged(
          batch,
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - batch.sentNanos()),
          timers.getCurrentProcessingTime() - batch.firstMillis());
      batch.clear();
      free.add(batch);
    }
  }

  /** A handler's error: one of ours as it is, others wrapped. */
  private static IOException failed(String doing, Exception error) {
    if (error instanceof VicinalException known) {
      throw known;
    }
    if (error instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return new IOException(doing + " failed: " + error.getMessage(), error);
  }
}
