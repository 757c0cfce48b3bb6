package io.vicinal.client;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.client.RemoteErrors.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.CallOptions;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Result;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Flight client with our errors, retries and headers. Thread safe. */
final class Connection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private final ConnectionOptions options;
  private final BufferAllocator allocator;
  private final FlightClient client;
  private final RemoteErrors errors;
  private final SilenceWatch silence;
  private volatile boolean closed;

  private Connection(ConnectionOptions options, BufferAllocator allocator, FlightClient client) {
    this.options = options;
    this.allocator = allocator;
    this.client = client;
    this.errors = new RemoteErrors(options.uri());
    this.silence = new SilenceWatch(options);
  }

  /**
   * A connection, made when it is first used, that owns the allocator, also if this fails.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_CONFIGURATION} if this virtual machine does
   *     not let Arrow at its memory
   */
  static Connection open(ConnectionOptions options, BufferAllocator allocator) {
    Location location = Location.forGrpcInsecure(options.uri().getHost(), options.uri().getPort());
    try {
      requireMemoryAccess(allocator);
      return new Connection(options, allocator, FlightClient.builder(allocator, location).build());
    } catch (RuntimeException | Error e) {
      allocator.close();
      throw e;
    }
  }

  /** Otherwise the first batch would fail, and look like a connection that broke. */
  private static void requireMemoryAccess(BufferAllocator allocator) {
    try (ArrowBuf buffer = allocator.buffer(Long.BYTES)) {
      buffer.nioBuffer(0, Long.BYTES);
    } catch (UnsupportedOperationException | LinkageError e) {
      throw new VicinalException(
          ErrorCode.INVALID_CONFIGURATION,
          "this Java virtual machine does not let Arrow at its memory; start it with "
              + "--add-opens=java.base/java.nio=ALL-UNNAMED",
          e);
    }
  }

  ConnectionOptions options() {
    return options;
  }

  BufferAllocator allocator() {
    requireOpen();
    return allocator;
  }

  FlightClient client() {
    requireOpen();
    return client;
  }

  SilenceWatch silence() {
    return silence;
  }

  VicinalException error(Throwable thrown, Effect effect) {
    return errors.of(thrown, effect);
  }

  /** Runs an action, once. */
  byte[] action(String type, byte[] body) {
    byte[] answer = new byte[0];
    for (var results = client().doAction(new Action(type, body), requestOptions());
        results.hasNext(); ) {
      Result result = results.next();
      answer = result.getBody();
    }
    return answer;
  }

  /** The options of a single request. */
  CallOption[] requestOptions() {
    List<CallOption> all = new ArrayList<>(List.of(streamOptions()));
    all.add(CallOptions.timeout(options.requestTimeout().toMillis(), TimeUnit.MILLISECONDS));
    return all.toArray(CallOption[]::new);
  }

  /** The options of a stream, which may take as long as it takes while there is progress. */
  CallOption[] streamOptions() {
    return options
        .apiKey()
        .map(
            key -> {
              FlightCallHeaders headers = new FlightCallHeaders();
              headers.insert("authorization", "Bearer " + key);
              return new CallOption[] {new HeaderCallOption(headers)};
            })
        .orElseGet(() -> new CallOption[0]);
  }

  /**
   * The result of a request, attempted as often as the policy says.
   *
   * @throws VicinalException the last attempt's
   */
  <T> T attempt(Effect effect, Supplier<T> request) {
    SplittableRandom random = new SplittableRandom(System.nanoTime());
    for (int attempt = 1; ; attempt++) {
      try {
        return request.get();
      } catch (RuntimeException e) {
        VicinalException error = errors.of(e, effect);
        if (closed
            || Thread.currentThread().isInterrupted()
            || attempt >= options.retry().attempts()
            || !options.retry().isRetryable(error)) {
          throw error;
        }
        Duration pause = options.retry().pauseAfter(attempt, random.nextDouble());
        LOG.warn("attempt {} failed, next in {}: {}", attempt, pause, error.getMessage());
        pause(pause, error);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    silence.close();
    try {
      client.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      allocator.close();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new VicinalException(
          ErrorCode.UNAVAILABLE, "the connection to " + options.uri() + " was closed");
    }
  }

  private static void pause(Duration pause, VicinalException error) {
    long end = System.nanoTime() + pause.toNanos();
    for (long left = pause.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.currentThread().isInterrupted()) {
        throw error;
      }
    }
  }
}
