package io.vicinal.server.rest;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinBindException;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VectorDatabase;
import io.vicinal.api.VicinalException;
import io.vicinal.server.config.NodeConfiguration;
import io.vicinal.server.health.Readiness;
import io.vicinal.server.logging.AccessLog;
import io.vicinal.server.metrics.NodeMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database served over REST, with what operators ask for. Thread safe. */
public final class RestService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RestService.class);

  /** What clients invent must not become labels of metrics. */
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final NodeConfiguration.Rest configuration;
  private final NodeMetrics metrics;
  private final RunningRequests running = new RunningRequests();
  private final Javalin server;
  private volatile boolean draining;

  private RestService(
      NodeConfiguration.Rest configuration,
      Supplier<VectorDatabase> database,
      Readiness readiness,
      NodeMetrics metrics) {
    this.configuration = configuration;
    this.metrics = metrics;
    List<Route> routes = routes(configuration, database, readiness, metrics);
    this.server = Javalin.create(config -> configure(config, routes));
  }

  /**
   * Listens, and serves until it is closed.
   *
   * @param database the database, which stays the caller's; throws {@link ErrorCode#UNAVAILABLE} as
   *     long as there is none
   * @throws VicinalException {@link ErrorCode#ADDRESS_IN_USE} if something else listens there
   */
  public static RestService start(
      NodeConfiguration.Rest configuration,
      Supplier<VectorDatabase> database,
      Readiness readiness,
      NodeMetrics metrics) {
    RestService service = new RestService(configuration, database, readiness, metrics);
    try {
      service.server.start(configuration.host(), configuration.port());
    } catch (RuntimeException e) {
      service.server.stop();
      throw refusal(configuration, e);
    }
    LOG.info("REST listens on {}", service.uri());
    return service;
  }

  static List<Route> routes(
      NodeConfiguration.Rest configuration,
      Supplier<VectorDatabase> database,
      Readiness readiness,
      NodeMetrics metrics) {
    return Stream.of(
            new CollectionRoutes(database).routes(),
            new RecordRoutes(database, configuration.scanLimit()).routes(),
            new SearchRoutes(database).routes(),
            new OperationRoutes(readiness, metrics).routes())
        .flatMap(List::stream)
        .toList();
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** The address for clients, as in {@code http://127.0.0.1:8740}. */
  public String uri() {
    String host = configuration.host();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
  }

  /** Refuses new requests for data from now on. Health and metrics are still answered. */
  public void refuseRequests() {
    draining = true;
  }

  /** Waits for the requests that run; says whether all ended before the deadline. */
  public boolean awaitRequests(Duration deadline) throws InterruptedException {
    return running.awaitNone(deadline);
  }

  /** Stops listening and ends what still runs; idempotent. */
  @Override
  public void close() {
    server.stop();
  }

  private void configure(JavalinConfig config, List<Route> routes) {
    config.startup.showJavalinBanner = false;
    config.startup.startupWatcherEnabled = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.prefer405over404 = true;
    config.router.ignoreTrailingSlashes = true;
    BrokenRequests broken = new BrokenRequests();
    config.jetty.modifyServer(jetty -> jetty.setErrorHandler(broken));
    config.jetty.modifyServletContextHandler(routing -> routing.setErrorHandler(broken));
    config.routes.before(this::begin);
    config.routes.before(ForeignPages.ofNodeOn(configuration.host())::refuse);
    config.routes.before(QueryEncoding::refuseBroken);
    config.routes.before("/v1/*", context -> refuseWhileDraining());
    for (Route route : routes) {
      config.routes.addHttpHandler(
          route.method(),
          route.path(),
          context -> route.action().answer(new Exchange(context, configuration.maxBodyBytes())));
    }
    config.routes.exception(VicinalException.class, ProblemAnswers::answer);
    config.routes.exception(HttpResponseException.class, ProblemAnswers::answer);
    config.routes.exception(Exception.class, ProblemAnswers::answerDefect);
    config.router.javaLangErrorHandler(
        (response, error) -> LOG.error("a request failed with {}", error.toString(), error));
    config.requestLogger.http((context, millis) -> end(context));
  }

  private void begin(Context context) {
    running.enter();
    metrics.restRequestStarted();
    RequestTrace.begin(context);
  }

  private void refuseWhileDraining() {
    if (draining) {
      throw new VicinalException(
          ErrorCode.UNAVAILABLE, "the node is stopping; try another one, or later");
    }
  }

  private void end(Context context) {
    running.leave();
    Duration elapsed = RequestTrace.of(context).elapsed();
    Endpoint endpoint = context.endpoints().matchedHttpEndpoint();
    String route = endpoint == null ? "none" : endpoint.path;
    int status = context.statusCode();
    String method = context.method().name();
    metrics.restRequestEnded(METHODS.contains(method) ? method : "other", route, status, elapsed);
    AccessLog.rest(
        new AccessLog.RestRequest(method, context.path(), context.ip()),
        status,
        RequestTrace.of(context).id(),
        elapsed);
  }

  private static VicinalException refusal(NodeConfiguration.Rest rest, RuntimeException cause) {
    String address = rest.host() + ":" + rest.port();
    if (cause instanceof JavalinBindException) {
      return new VicinalException(
          ErrorCode.ADDRESS_IN_USE,
          "cannot listen for REST on "
              + address
              + ": the address is in use; choose a free port with --port (rest.port)",
          cause);
    }
    return new VicinalException(
        ErrorCode.INVALID_CONFIGURATION,
        "cannot listen for REST on " + address + " (" + cause.getMessage() + ")",
        cause);
  }
}
