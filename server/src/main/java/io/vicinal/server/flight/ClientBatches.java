package io.vicinal.server.flight;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightProducer.CallContext;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends, until it has sent all, is gone, or the node stops. One thread reads; any
 * thread may stop.
 *
 * <p>A reader may wait for its client without end, so a stop interrupts it, but only while it
 * waits: what it does with a batch is finished.
 */
final class ClientBatches {
  /** How often a reader without a first message is looked after. */
  private static final long LOOK_MILLIS = 500;

  private final FlightStream stream;
  private final CallContext context;
  private final ScheduledExecutorService watch;
  private final Thread reader = Thread.currentThread();
  private boolean waiting;
  private @Nullable Supplier<RuntimeException> stopped;

  /**
   * The batches of a stream that the calling thread is going to read.
   *
   * @param watch looks whether the client is still there, where nothing else tells
   */
  ClientBatches(FlightStream stream, CallContext context, ScheduledExecutorService watch) {
    this.stream = stream;
    this.context = context;
    this.watch = watch;
  }

  /**
   * Waits for the stream's descriptor, which comes with the first message. Arrow's own wait does
   * not end when the client is gone before it, or when the message has none.
   *
   * @throws io.vicinal.api.VicinalException {@link io.vicinal.api.ErrorCode#UNAVAILABLE} once the
   *     node stops
   * @throws org.apache.arrow.flight.FlightRuntimeException CANCELLED once the client is gone
   */
  FlightDescriptor descriptor() {
    Future<?> looks =
        watch.scheduleWithFixedDelay(
            this::stopIfCancelled, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    try {
      return await(stream::getDescriptor);
    } finally {
      looks.cancel(false);
    }
  }

  /**
   * Waits for the next batch; false after the last.
   *
   * @throws io.vicinal.api.VicinalException {@link io.vicinal.api.ErrorCode#UNAVAILABLE} once the
   *     node stops
   */
  boolean next() {
    return await(stream::next);
  }

  boolean hasRoot() {
    return stream.hasRoot();
  }

  VectorSchemaRoot root() {
    return stream.getRoot();
  }

  /** Ends the stream because the node stops. */
  void stop() {
    stop(RunningCalls::stopped);
  }

  private void stopIfCancelled() {
    if (context.isCancelled()) {
      stop(CallStatus.CANCELLED.withDescription("the client is gone")::toRuntimeException);
    }
  }

  private synchronized void stop(Supplier<RuntimeException> reason) {
    if (stopped == null) {
      stopped = reason;
      if (waiting) {
        reader.interrupt();
      }
    }
  }

  private <T> T await(Supplier<T> wait) {
    beginWait();
    try {
      T found = wait.get();
      endWait();
      return found;
    } catch (RuntimeException e) {
      endWait();
      throw e;
    }
  }

  private synchronized void beginWait() {
    requireNotStopped();
    waiting = true;
  }

  /** Takes back the interrupt of a stop, and throws its reason in place of what it caused. */
  private synchronized void endWait() {
    if (waiting && stopped != null) {
      Thread.interrupted();
    }
    waiting = false;
    requireNotStopped();
  }

  private void requireNotStopped() {
    if (stopped != null) {
      throw stopped.get();
    }
  }
}
