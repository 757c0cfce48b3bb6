package io.vicinal.server.logging;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One line for each request, with its parts as fields where the format has fields. */
public final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.vicinal.access");

  private AccessLog() {}

  /**
   * A request over REST.
   *
   * @param method of the request
   * @param path that was asked for
   * @param client its address
   */
  public record RestRequest(String method, String path, String client) {}

  /** A REST request that was answered. */
  public static void rest(RestRequest request, int status, String id, Duration elapsed) {
    line(id, elapsed)
        .addKeyValue("http.request.method", request.method())
        .addKeyValue("http.response.status_code", status)
        .addKeyValue("url.path", request.path())
        .addKeyValue("source.ip", request.client())
        .log(
            "{} {} {} in {} ms, request {}",
            request.method(),
            request.path(),
            status,
            millis(elapsed),
            id);
  }

  /** A Flight call that ended. */
  public static void flight(String method, String status, String id, Duration elapsed) {
    line(id, elapsed)
        .addKeyValue("rpc.method", method)
        .addKeyValue("rpc.status", status)
        .log("Flight {} {} in {} ms, request {}", method, status, millis(elapsed), id);
  }

  private static LoggingEventBuilder line(String id, Duration elapsed) {
    return LOG.atInfo()
        .addKeyValue("event.duration", elapsed.toNanos())
        .addKeyValue("http.request.id", id);
  }

  private static double millis(Duration elapsed) {
    return Math.round(elapsed.toNanos() / 1e3) / 1e3;
  }
}
