package io.vicinal.server.flight;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.jspecify.annotations.Nullable;

/**
 * Sends a scan as fast as its client reads, without a thread that waits.
 *
 * <p>gRPC delivers "ready" and "cancelled" to a call's handlers one after the other, and never
 * while one of them runs: a producer that waited for "ready" inside getStream would wait for ever.
 * So both events only ask for a drain on the executor. {@link #requests} makes the drains of a
 * stream exclusive: who raises it from 0 starts one, which runs until it has seen every request.
 * All other fields belong to the drain.
 */
final class ScanStream {
  private final Supplier<BatchScan> opening;
  private final ServerStreamListener client;
  private final Executor executor;
  private final AtomicInteger requests = new AtomicInteger();
  private @Nullable BatchScan scan;
  private boolean finished;

  private ScanStream(Supplier<BatchScan> opening, ServerStreamListener client, Executor executor) {
    this.opening = opening;
    this.client = client;
    this.executor = executor;
  }

  /** Sends what a scan, which is opened and closed on the executor, has. Returns at once. */
  static void send(Supplier<BatchScan> opening, ServerStreamListener client, Executor executor) {
    ScanStream stream = new ScanStream(opening, client, executor);
    client.setOnReadyHandler(stream::requestDrain);
    client.setOnCancelHandler(stream::requestDrain);
    stream.requestDrain();
  }

  private void requestDrain() {
    if (requests.getAndIncrement() == 0) {
      executor.execute(this::drain);
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
    try {
      if (sendWhileReady()) {
        finish();
        if (!client.isCancelled()) {
          client.completed();
        }
      }
    } catch (RuntimeException | Error e) {
      finish();
      if (!client.isCancelled()) {
        client.error(FlightErrors.of(e));
      }
    }
  }

  /** True when nothing is left to send, be it that nobody wants it any more. */
  private boolean sendWhileReady() {
    while (!client.isCancelled()) {
      BatchScan open = scan;
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
