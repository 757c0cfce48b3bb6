package io.vicinal.server.flight;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.flight.FlightRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends a scan as fast as its client reads, without a thread that waits.
 *
 * <p>gRPC delivers "ready" and "cancelled" to a call's handlers one after the other, and never
 * while one of them runs: a producer that waited for "ready" inside getStream would wait for ever.
 * So both events only ask for a drain on the executor. {@link #requests} makes the drains of a
 * stream exclusive: who raises it from 0 starts one, which runs until it has seen every request.
 * All other fields but {@link #abandoned} belong to the drain.
 *
 * <p>A scan whose client neither reads nor leaves is closed when the node waits no longer. Events
 * may come after that, when the executor takes nothing any more: they find the scan closed.
 */
final class ScanStream {
  private final Supplier<BatchSource> opening;
  private final ServerStreamListener client;
  private final Executor executor;
  private final RunningCalls.Call call;
  private final AtomicInteger requests = new AtomicInteger();
  private @Nullable BatchSource scan;
  private boolean finished;
  private volatile boolean abandoned;

  private ScanStream(
      Supplier<BatchSource> opening,
      ServerStreamListener client,
      Executor executor,
      RunningCalls.Call call) {
    this.opening = opening;
    this.client = client;
    this.executor = executor;
    this.call = call;
  }

  /** Sends what a scan, which is opened and closed on the executor, has. Returns at once. */
  static void send(
      Supplier<BatchSource> opening,
      ServerStreamListener client,
      Executor executor,
      RunningCalls.Call call) {
    ScanStream stream = new ScanStream(opening, client, executor, call);
    client.setOnReadyHandler(stream::requestDrain);
    client.setOnCancelHandler(stream::requestDrain);
    call.onAbandon(stream::abandon);
    stream.requestDrain();
  }

  private void abandon() {
    abandoned = true;
    requestDrain();
  }

  private void requestDrain() {
    if (requests.getAndIncrement() != 0) {
      return;
    }
    try {
      executor.execute(this::drain);
    } catch (RejectedExecutionException e) {
      // The node was closed. Whoever brings the event does what is left to do.
      abandoned = true;
      drain();
    }
  }

  private void drain() {
    int seen = requests.get();
    do {
      step();
      seen = requests.addAndGet(-seen);
    } while (seen != 0);
  }

  private void step() {
    if (finished) {
      return;
    }
    if (abandoned) {
      finish();
      call.end(FlightErrors.CANCELLED);
      return;
    }
    try {
      if (sendWhileReady()) {
        finish();
        if (client.isCancelled() || abandoned) {
          call.end(FlightErrors.CANCELLED);
        } else {
          client.completed();
          call.end(FlightErrors.OK);
        }
      }
    } catch (RuntimeException | Error e) {
      finish();
      FlightRuntimeException told = FlightErrors.of(e);
      if (!client.isCancelled()) {
        client.error(told);
      }
      call.end(FlightErrors.statusName(told));
    }
  }

  /** True when nothing is left to send, be it that nobody wants it any more. */
  private boolean sendWhileReady() {
    while (!client.isCancelled() && !abandoned) {
      BatchSource open = scan;
      if (open == null) {
        open = opening.get();
        scan = open;
        client.start(open.root());
      }
      if (!client.isReady()) {
        return false;
      }
      if (!open.loadNext()) {
        return true;
      }
      client.putNext();
    }
    return true;
  }

  private void finish() {
    finished = true;
    if (scan != null) {
      scan.close();
    }
  }
}
