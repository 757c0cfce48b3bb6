package io.vicinal.server.flight;

import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The batches that a client sends, until it has sent all or the node stops. One thread reads; any
 * thread may stop.
 *
 * <p>A reader may wait for its client without end, so a stop interrupts it, but only while it
 * waits: what it does with a batch is finished.
 */
final class ClientBatches {
  private final FlightStream stream;
  private final Thread reader = Thread.currentThread();
  private boolean waiting;
  private boolean stopped;

  /** The batches of a stream that the calling thread is going to read. */
  ClientBatches(FlightStream stream) {
    this.stream = stream;
  }

  /**
   * Waits for the next batch; false after the last.
   *
   * @throws io.vicinal.api.VicinalException {@link io.vicinal.api.ErrorCode#UNAVAILABLE} once the
   *     node stops
   */
  boolean next() {
    if (!beginWait()) {
      throw RunningCalls.stopped();
    }
    boolean found;
    try {
      found = stream.next();
    } catch (RuntimeException e) {
      if (endWait()) {
        throw RunningCalls.stopped();
      }
      throw e;
    }
    if (endWait()) {
      throw RunningCalls.stopped();
    }
    return found;
  }

  boolean hasRoot() {
    return stream.hasRoot();
  }

  VectorSchemaRoot root() {
    return stream.getRoot();
  }

  synchronized void stop() {
    stopped = true;
    if (waiting) {
      reader.interrupt();
    }
  }

  private synchronized boolean beginWait() {
    waiting = !stopped;
    return waiting;
  }

  /** Whether the wait was stopped; the interrupt that did so is taken back. */
  private synchronized boolean endWait() {
    waiting = false;
    if (stopped) {
      Thread.interrupted();
    }
    return stopped;
  }
}
