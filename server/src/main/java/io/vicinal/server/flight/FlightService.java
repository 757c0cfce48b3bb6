package io.vicinal.server.flight;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.Location;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database served over Arrow Flight. Thread safe. */
public final class FlightService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FlightService.class);

  private final FlightServer server;
  private final FlightOptions options;
  private final BufferAllocator allocator;
  private final FlightThreads threads;
  private final RunningCalls calls;

  private FlightService(
      FlightServer server,
      FlightOptions options,
      BufferAllocator allocator,
      FlightThreads threads,
      RunningCalls calls) {
    this.server = server;
    this.options = options;
    this.allocator = allocator;
    this.threads = threads;
    this.calls = calls;
  }

  /** As {@link #start(BatchDatabase, FlightOptions, BufferAllocator, CallObserver)}, unobserved. */
  public static FlightService start(
      BatchDatabase database, FlightOptions options, BufferAllocator parent) {
    return start(database, options, parent, CallObserver.NONE);
  }

  /**
   * Listens, and serves until it is closed. The database stays the caller's.
   *
   * @param parent where batches live; the endpoint takes a child of it
   * @param observer is told about calls
   * @throws VicinalException {@link ErrorCode#ADDRESS_IN_USE} if something else listens there
   */
  public static FlightService start(
      BatchDatabase database,
      FlightOptions options,
      BufferAllocator parent,
      CallObserver observer) {
    BufferAllocator allocator = parent.newChildAllocator("flight", 0, Long.MAX_VALUE);
    FlightThreads threads = FlightThreads.start(options.searchThreads());
    RunningCalls calls = new RunningCalls(observer);
    AtomicInteger port = new AtomicInteger(options.port());
    VicinalFlightProducer producer =
        new VicinalFlightProducer(
            database,
            options,
            allocator,
            threads,
            calls,
            () -> Location.forGrpcInsecure(options.advertisedHost(), port.get()));
    FlightServer server =
        FlightServer.builder(
                allocator, Location.forGrpcInsecure(options.host(), options.port()), producer)
            .executor(threads.streams())
            .maxInboundMessageSize(options.maxMessageBytes())
            .middleware(RequestId.key(), RequestId::onCallStarted)
            .build();
    FlightService endpoint = new FlightService(server, options, allocator, threads, calls);
    try {
      server.start();
    } catch (IOException e) {
      endpoint.close();
      throw refusal(options, e);
    }
    port.set(server.getPort());
    LOG.info("Arrow Flight listens on {}:{}", options.host(), port.get());
    return endpoint;
  }

  /** The port it listens on. */
  public int port() {
    return server.getPort();
  }

  /** The address for clients, as in {@code grpc://127.0.0.1:8741}. */
  public String uri() {
    String host = options.advertisedHost();
    return "grpc://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
  }

  /**
   * Refuses new calls and the next batches of streams, and waits for what runs. The batch of a
   * stream that is being applied is acknowledged; what its client sent after it is not applied.
   *
   * @return whether all calls ended before the deadline
   */
  public boolean drain(Duration deadline) throws InterruptedException {
    return calls.stop(deadline);
  }

  /** Stops listening, gives calls three seconds, then ends them; idempotent. */
  @Override
  public void close() {
    try {
      closeServer();
      threads.shutDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      allocator.close();
    }
  }

  private void closeServer() throws InterruptedException {
    try {
      server.close();
    } finally {
      // Before the threads end, which close what scans hold.
      calls.abandon();
    }
  }

  private static VicinalException refusal(FlightOptions options, IOException cause) {
    String address = options.host() + ":" + options.port();
    for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
      if (inner instanceof BindException) {
        return new VicinalException(
            ErrorCode.ADDRESS_IN_USE,
            "cannot listen for Flight on "
                + address
                + ": "
                + inner.getMessage()
                + "; choose a free port with --flight-port (flight.port)",
            cause);
      }
    }
    return new VicinalException(
        ErrorCode.INVALID_CONFIGURATION, "cannot listen for Flight on " + address, cause);
  }
}
