package io.vicinal.server.rest;

import io.javalin.http.Context;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each request, with its parts as fields where the format has fields. */
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.vicinal.access");

  private AccessLog() {}

  static void rest(Context context, int status, Duration elapsed) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    String id = RequestTrace.of(context).id();
    LOG.atInfo()
        .addKeyValue("event.duration", elapsed.toNanos())
        .addKeyValue("http.request.id", id)
        .addKeyValue("http.request.method", context.method().name())
        .addKeyValue("http.response.status_code", status)
        .addKeyValue("url.path", context.path())
        .addKeyValue("source.ip", context.ip())
        .log(
            "{} {} {} in {} ms, request {}",
            context.method().name(),
            context.path(),
            status,
            Math.round(elapsed.toNanos() / 1e3) / 1e3,
            id);
  }
}
