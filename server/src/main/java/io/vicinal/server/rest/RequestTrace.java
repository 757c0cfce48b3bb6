package io.vicinal.server.rest;

import io.javalin.http.Context;
import io.vicinal.server.logging.RequestIds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * By what a request is known in logs.
 *
 * @param id the client's x-request-id if it is a legal one, otherwise a new one
 * @param startedNanos when it came
 */
record RequestTrace(String id, long startedNanos) {
  private static final String ATTRIBUTE = RequestTrace.class.getName();

  /** Begins the trace of a request, and echoes its id. */
  static void begin(Context context) {
    String id = RequestIds.accept(context.header(RequestIds.HEADER));
    context.attribute(ATTRIBUTE, new RequestTrace(id, System.nanoTime()));
    context.header(RequestIds.HEADER, id);
  }

  /** The trace of a request that has begun. */
  static RequestTrace of(Context context) {
    @Nullable RequestTrace trace = context.attribute(ATTRIBUTE);
    if (trace == null) {
      throw new IllegalStateException("a request that was not begun: " + context.path());
    }
    return trace;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }
}
