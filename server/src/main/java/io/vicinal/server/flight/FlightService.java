package io.vicinal.server.flight;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.Location;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database served over Arrow Flight. Thread safe. */
public final class FlightService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FlightService.class);
  private static final long SHUTDOWN_SECONDS = 10;

  private final FlightServer server;
  private final FlightOptions options;
  private final BufferAllocator allocator;
  private final ExecutorService streams;
  private final ExecutorService searches;

  private FlightService(
      FlightServer server,
      FlightOptions options,
      BufferAllocator allocator,
      ExecutorService streams,
      ExecutorService searches) {
    this.server = server;
    this.options = options;
    this.allocator = allocator;
    this.streams = streams;
    this.searches = searches;
  }

  /**
   * Listens, and serves until it is closed. The database stays the caller's.
   *
   * @param parent where batches live; the endpoint takes a child of it
   * @throws VicinalException {@link ErrorCode#ADDRESS_IN_USE} if something else listens there
   */
  public static FlightService start(
      BatchDatabase database, FlightOptions options, BufferAllocator parent) {
    BufferAllocator allocator = parent.newChildAllocator("flight", 0, Long.MAX_VALUE);
    ExecutorService streams = Executors.newCachedThreadPool(threads("flight-stream-"));
    ExecutorService searches =
        Executors.newFixedThreadPool(options.searchThreads(), threads("flight-search-"));
    AtomicInteger port = new AtomicInteger(options.port());
    VicinalFlightProducer producer =
        new VicinalFlightProducer(
            database,
            options,
            allocator,
            streams,
            searches,
            () -> Location.forGrpcInsecure(options.advertisedHost(), port.get()));
    FlightServer server =
        FlightServer.builder(
                allocator, Location.forGrpcInsecure(options.host(), options.port()), producer)
            .executor(streams)
            .maxInboundMessageSize(options.maxMessageBytes())
            .build();
    FlightService endpoint = new FlightService(server, options, allocator, streams, searches);
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
    return "grpc://" + options.advertisedHost() + ":" + port();
  }

  /** Stops listening, gives calls three seconds, then ends them; idempotent. */
  @Override
  public void close() {
    try {
      server.close();
      streams.shutdown();
      searches.shutdown();
      streams.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
      searches.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    allocator.close();
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
                + "; choose a free port",
            cause);
      }
    }
    return new VicinalException(
        ErrorCode.INVALID_CONFIGURATION, "cannot listen for Flight on " + address, cause);
  }

  private static ThreadFactory threads(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + count.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
  }
}
