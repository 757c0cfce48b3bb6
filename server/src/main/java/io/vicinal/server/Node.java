package io.vicinal.server;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VectorDatabase;
import io.vicinal.api.VicinalException;
import io.vicinal.cluster.ShardedDatabase;
import io.vicinal.cluster.ShardedOptions;
import io.vicinal.cluster.log.LogStatus;
import io.vicinal.cluster.log.LogStorage;
import io.vicinal.core.catalog.UnopenedCollection;
import io.vicinal.server.config.NodeConfiguration;
import io.vicinal.server.config.NodeVersion;
import io.vicinal.server.flight.BatchDatabase;
import io.vicinal.server.flight.FlightOptions;
import io.vicinal.server.flight.FlightService;
import io.vicinal.server.health.Readiness;
import io.vicinal.server.metrics.MeasuredDatabase;
import io.vicinal.server.metrics.NodeMetrics;
import io.vicinal.server.rest.RestService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database in a directory, served over REST and Arrow Flight.
 *
 * <h2>Order</h2>
 *
 * <p>REST listens first, so that health can be asked for while the collections are opened; then the
 * database, then Flight. It stops the other way round: {@code /readyz} answers 503, requests are
 * taken until the drain time is over, running ones finish, what is in memory is sealed, everything
 * is closed. A node that is told to stop while it starts finishes opening its collections, goes no
 * further, and closes what is open. Thread safe.
 */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final NodeConfiguration configuration;
  private final Readiness readiness = new Readiness();
  private final NodeMetrics metrics;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable ShardedDatabase database;
  private volatile @Nullable VectorDatabase served;
  private volatile @Nullable RestService rest;
  private volatile @Nullable FlightService flight;
  private boolean ready;
  private boolean released;

  private Node(NodeConfiguration configuration) {
    this.configuration = configuration;
    this.metrics = NodeMetrics.create(NodeVersion.current(), this::openDatabase, this::logs);
    this.metrics.observeLogStorage(this::logStorage);
  }

  /**
   * Starts a node; it is ready when this returns.
   *
   * <p>Collections that cannot be opened do not keep it from starting: it serves the others, is not
   * ready, and says why.
   *
   * @throws VicinalException {@link ErrorCode#ADDRESS_IN_USE}, {@link ErrorCode#DIRECTORY_IN_USE},
   *     or {@link ErrorCode#DAMAGED_FILE}; then nothing listens and nothing is locked
   */
  public static Node start(NodeConfiguration configuration) {
    Node node = of(configuration);
    node.open();
    return node;
  }

  /** A node that has not started, and can be told to stop while it does. */
  public static Node of(NodeConfiguration configuration) {
    return new Node(configuration);
  }

  /**
   * Starts this node, once; see {@link #start}.
   *
   * @throws VicinalException as there, or {@link ErrorCode#UNAVAILABLE} when it was told to stop
   */
  public synchronized void open() {
    try {
      startParts();
      ready = true;
    } catch (RuntimeException | Error e) {
      release();
      throw e;
    }
  }

  /** Whether it was told to stop. */
  public boolean isStopping() {
    return stopping.get();
  }

  /** The address of REST, as in {@code http://127.0.0.1:8740}. */
  public String restUri() {
    return started(rest).uri();
  }

  /** The address of Flight, as in {@code grpc://127.0.0.1:8741}. */
  public String flightUri() {
    return started(flight).uri();
  }

  /** Waits until the node has stopped. */
  public void awaitStopped() throws InterruptedException {
    stopped.await();
  }

  /** Stops in order, as described above; idempotent. Interrupting it skips what it waits for. */
  @Override
  public void close() {
    if (stopping.getAndSet(true)) {
      return;
    }
    LOG.info("the node is stopping");
    readiness.stopping();
    try {
      if (isReady()) {
        finishRequests();
      }
    } finally {
      release();
      LOG.info("the node has stopped");
      stopped.countDown();
    }
  }

  /** Waits for a start that is under way. */
  private synchronized boolean isReady() {
    return ready;
  }

  private void startParts() {
    requireNotStopping();
    rest = RestService.start(configuration.rest(), this::servedDatabase, readiness, metrics);
    ShardedDatabase opened = recoverDatabase();
    database = opened;
    requireNotStopping();
    BatchDatabase batches = new MeasuredDatabase(new ShardedBatches(opened), metrics);
    served = batches.database();
    readiness.requireOpened(() -> names(opened.unopened()));
    readiness.recovered(() -> opened.logs().stream().allMatch(LogStatus::isReady));
    FlightOptions options =
        FlightOptions.loopback(0)
            .listeningOn(configuration.flight().host(), configuration.flight().port());
    flight = FlightService.start(batches, options, opened.allocator(), new ObservedCalls(metrics));
    readiness.serving();
  }

  private ShardedDatabase recoverDatabase() {
    try {
      return ShardedDatabase.open(configuration.dataDirectory(), ShardedOptions.DEFAULT);
    } catch (VicinalException e) {
      if (e.code() == ErrorCode.INVALID_ARGUMENT) {
        throw new VicinalException(
            ErrorCode.INVALID_CONFIGURATION, "data.directory (--data): " + e.getMessage(), e);
      }
      throw e;
    }
  }

  private void requireNotStopping() {
    if (stopping.get()) {
      throw new VicinalException(
          ErrorCode.UNAVAILABLE, "the node was told to stop while it was starting");
    }
  }

  private void finishRequests() {
    NodeConfiguration.Shutdown shutdown = configuration.shutdown();
    try {
      awaitDrain(shutdown.drain());
      long end = System.nanoTime() + shutdown.deadline().toNanos();
      RestService openRest = started(rest);
      openRest.refuseRequests();
      boolean allFlight = started(flight).drain(shutdown.deadline());
      boolean allRest = openRest.awaitRequests(Duration.ofNanos(end - System.nanoTime()));
      if (!allFlight || !allRest) {
        LOG.warn("requests still run after {}; they are ended", shutdown.deadline());
      }
    } catch (InterruptedException e) {
      LOG.warn("interrupted while requests were running; they are ended");
      Thread.currentThread().interrupt();
    }
  }

  private void awaitDrain(Duration drain) throws InterruptedException {
    if (!drain.isZero()) {
      LOG.info("requests are taken for another {}", drain);
      // Nothing ends this wait but the time itself.
      new CountDownLatch(1).await(drain.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Closes what is open; a failure does not keep the rest open. What is in memory is sealed before,
   * which shortens the next start: what is not sealed is in the log.
   */
  private synchronized void release() {
    if (released) {
      return;
    }
    released = true;
    RestService openRest = rest;
    if (openRest != null) {
      attempt("closing REST", openRest::close);
    }
    FlightService openFlight = flight;
    if (openFlight != null) {
      attempt("closing Arrow Flight", openFlight::close);
    }
    ShardedDatabase open = database;
    if (open != null) {
      attempt("sealing the collections", () -> flush(open));
      attempt("closing the database", open::close);
    }
  }

  private static void flush(ShardedDatabase database) {
    List<String> names = new ArrayList<>(database.collectionNames());
    names.removeAll(names(database.unopened()));
    for (String name : names) {
      attempt("sealing collection " + name, () -> database.collection(name).flush());
    }
  }

  private static List<String> names(List<UnopenedCollection> collections) {
    return collections.stream().map(UnopenedCollection::name).toList();
  }

  private static void attempt(String what, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.error("{} failed; the rest is closed all the same", what, e);
    }
  }

  private VectorDatabase servedDatabase() {
    readiness.requireRecovered();
    return started(served);
  }

  private Optional<VectorDatabase> openDatabase() {
    return Optional.ofNullable(database);
  }

  private List<LogStatus> logs() {
    ShardedDatabase open = database;
    return open == null ? List.of() : open.logs();
  }

  private List<LogStorage> logStorage() {
    ShardedDatabase open = database;
    return open == null ? List.of() : open.logStorage();
  }

  private static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the node has not started");
    }
    return part;
  }
}
