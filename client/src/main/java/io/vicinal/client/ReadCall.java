package io.vicinal.client;

import io.vicinal.api.VicinalException;
import io.vicinal.client.RemoteErrors.Effect;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.arrow.flight.FlightClient.ClientStreamListener;
import org.apache.arrow.flight.FlightStream;

/**
 * A call that receives batches. Every wait for the node ends when the call is silent for too long,
 * or when the thread is interrupted. For one thread at a time.
 */
final class ReadCall implements AutoCloseable {
  /** Between looks at whether gRPC takes more: it offers no event for it to a client. */
  private static final long READY_POLL_NANOS = 50_000;

  private static final long READY_WAIT_NANOS = 1_000_000_000;

  private final Connection connection;
  private final FlightStream stream;
  private final SilenceWatch.Stream silence;

  ReadCall(Connection connection, FlightStream stream) {
    this.connection = connection;
    this.stream = stream;
    this.silence =
        connection
            .silence()
            .watch(Effect.NONE, error -> stream.cancel("no progress for too long", error));
  }

  FlightStream stream() {
    return stream;
  }

  /**
   * Waits for the node.
   *
   * @throws VicinalException what ended the call, or the wait
   */
  <T> T await(Supplier<T> wait) {
    silence.await();
    try {
      return wait.get();
    } catch (RuntimeException e) {
      throw error(e);
    } finally {
      silence.rest();
    }
  }

  /**
   * Sends the batch in a writer's root, as soon as the network takes it. Flight itself spins until
   * then, and only Flight knows when the node ended the call: a while spent here first keeps the
   * processor free and answers interrupts.
   *
   * @throws VicinalException what ended the call, or the wait
   */
  void send(ClientStreamListener writer) {
    boolean unused =
        await(
            () -> {
              long begun = System.nanoTime();
              while (!writer.isReady() && System.nanoTime() - begun < READY_WAIT_NANOS) {
                LockSupport.parkNanos(READY_POLL_NANOS);
                if (Thread.currentThread().isInterrupted()) {
                  throw error(new InterruptedException());
                }
              }
              writer.putNext();
              return true;
            });
  }

  /** What ended the call. */
  VicinalException error(Throwable thrown) {
    VicinalException end = silence.end();
    return end == null ? connection.error(thrown, Effect.NONE) : end;
  }

  /**
   * Ends the call, and frees what it received. An interrupt waits until that is done: Flight would
   * otherwise leave, and lose the memory.
   */
  @Override
  public void close() {
    silence.close();
    boolean interrupted = Thread.interrupted();
    try {
      while (!closed()) {
        interrupted = true;
      }
    } catch (Exception e) {
      throw connection.error(e, Effect.NONE);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Closes the stream; false if an interrupt came in between. */
  private boolean closed() throws Exception {
    try {
      stream.close();
      return true;
    } catch (RuntimeException e) {
      if (e.getCause() instanceof InterruptedException) {
        return false;
      }
      throw e;
    }
  }
}
