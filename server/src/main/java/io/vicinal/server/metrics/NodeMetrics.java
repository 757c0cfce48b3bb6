package io.vicinal.server.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VectorDatabase;
import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import io.vicinal.cluster.log.LogStatus;
import io.vicinal.cluster.log.LogStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The counters of one node. Thread safe. */
public final class NodeMetrics {
  /** 100 µs to 100 s: a hot search and a large flush both fall inside. */
  private static final double[] SECONDS = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    30, 100
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final Histogram operations;
  private final Gauge operationsInFlight;
  private final Counter operationErrors;
  private final Histogram restRequests;
  private final Gauge restInFlight;
  private final Histogram flightCalls;
  private final Gauge flightInFlight;
  private final Counter upserted;
  private final Counter deleted;
  private final Counter scanned;
  private final Counter distances;

  private NodeMetrics() {
    operations =
        seconds("vicinal_operation_duration_seconds", "Time of operations, whatever the protocol.")
            .labelNames("operation")
            .register(registry);
    operationsInFlight =
        gauge("vicinal_operations_in_flight", "Operations that are running.")
            .labelNames("operation")
            .register(registry);
    operationErrors =
        counter("vicinal_operation_errors_total", "Operations that failed, by error code.")
            .labelNames("operation", "code")
            .register(registry);
    restRequests =
        seconds("vicinal_rest_request_duration_seconds", "Time of REST requests.")
            .labelNames("method", "route", "status")
            .register(registry);
    restInFlight =
        gauge("vicinal_rest_requests_in_flight", "REST requests that are running.")
            .register(registry);
    flightCalls =
        seconds("vicinal_flight_call_duration_seconds", "Time of Flight calls, streams included.")
            .labelNames("method", "status")
            .register(registry);
    flightInFlight =
        gauge("vicinal_flight_calls_in_flight", "Flight calls that are running, streams included.")
            .register(registry);
    upserted =
        counter("vicinal_records_upserted_total", "Records inserted or replaced.")
            .register(registry);
    deleted = counter("vicinal_records_deleted_total", "Records removed.").register(registry);
    scanned =
        counter("vicinal_records_scanned_total", "Records that scans returned.").register(registry);
    distances =
        counter("vicinal_distance_computations_total", "Distances that searches computed.")
            .register(registry);
  }

  /**
   * The counters of a node that starts.
   *
   * @param version its release
   * @param database the database, as soon as it is open
   * @param logs how its replicated logs are doing
   */
  public static NodeMetrics create(
      String version, Supplier<Optional<VectorDatabase>> database, Supplier<List<LogStatus>> logs) {
    NodeMetrics metrics = new NodeMetrics();
    Info.builder()
        .name("vicinal_build_info")
        .help("The release that runs, and the Java that runs it.")
        .labelNames("version", "java_version")
        .register(metrics.registry)
        .addLabelValues(version, System.getProperty("java.version"));
    metrics.registry.register(new CollectionMetrics(database));
    metrics.registry.register(new LogMetrics(logs));
    JvmMetrics.builder().register(metrics.registry);
    // A rate needs a series from the start, not from the first event.
    for (Operation operation : Operation.values()) {
      metrics.operations.initLabelValues(operation.label());
      metrics.operationsInFlight.initLabelValues(operation.label());
    }
    return metrics;
  }

  /** Adds what replicated logs need of the disk. */
  public void observeLogStorage(Supplier<List<LogStorage>> storage) {
    registry.register(new LogStorageMetrics(storage));
  }

  /**
   * What Prometheus reads.
   *
   * @param contentType of the body
   * @param body in that format
   */
  public record Exposition(String contentType, String body) {}

  /** All metrics, in the format that the Accept header asks for. */
  public Exposition expose(@Nullable String accept) {
    ExpositionFormatWriter writer = formats.findWriter(accept);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write metrics to memory", e);
    }
    return new Exposition(writer.getContentType(), out.toString(StandardCharsets.UTF_8));
  }

  /** Counts a REST request that begins. */
  public void restRequestStarted() {
    restInFlight.inc();
  }

  /**
   * Counts a REST request that ended.
   *
   * @param route the pattern of its path, not the path
   */
  public void restRequestEnded(String method, String route, int status, Duration duration) {
    restInFlight.dec();
    restRequests
        .labelValues(method, route, Integer.toString(status))
        .observe(Unit.nanosToSeconds(duration.toNanos()));
  }

  /** Counts a Flight call that begins. */
  public void flightCallStarted() {
    flightInFlight.inc();
  }

  /** Counts a Flight call that ended. */
  public void flightCallEnded(String method, String status, Duration duration) {
    flightInFlight.dec();
    flightCalls.labelValues(method, status).observe(Unit.nanosToSeconds(duration.toNanos()));
  }

  /** Runs an operation and counts it. */
  <T> T measure(Operation operation, Supplier<T> call) {
    OngoingOperation ongoing = begin(operation);
    try {
      return call.get();
    } catch (RuntimeException | Error e) {
      ongoing.failed(e);
      throw e;
    } finally {
      ongoing.end();
    }
  }

  /** Begins to measure an operation that ends elsewhere. */
  OngoingOperation begin(Operation operation) {
    operationsInFlight.labelValues(operation.label()).inc();
    return new OngoingOperation(this, operation, System.nanoTime());
  }

  void ended(Operation operation, long nanos) {
    operationsInFlight.labelValues(operation.label()).dec();
    operations.labelValues(operation.label()).observe(Unit.nanosToSeconds(nanos));
  }

  void failed(Operation operation, Throwable failure) {
    ErrorCode code = failure instanceof VicinalException known ? known.code() : ErrorCode.INTERNAL;
    operationErrors.labelValues(operation.label(), code.name()).inc();
  }

  void written(WriteResult result) {
    upserted.inc(result.upserted());
    deleted.inc(result.deleted());
  }

  void scanned(long records) {
    scanned.inc(records);
  }

  void searched(long distanceComputations) {
    distances.inc(distanceComputations);
  }

  private static Histogram.Builder seconds(String name, String help) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .unit(Unit.SECONDS)
        .classicOnly()
        .classicUpperBounds(SECONDS);
  }

  private static Gauge.Builder gauge(String name, String help) {
    return Gauge.builder().name(name).help(help);
  }

  private static Counter.Builder counter(String name, String help) {
    return Counter.builder().name(name).help(help);
  }
}
