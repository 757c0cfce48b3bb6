package io.vicinal.server.rest;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By what a request is known in logs.
 *
 * @param id the client's x-request-id if it is a legal one, otherwise a new one
 * @param startedNanos when it came
 */
record RequestTrace(String id, long startedNanos) {
  static final String HEADER = "x-request-id";
  private static final String ATTRIBUTE = RequestTrace.class.getName();

  /** What may be echoed and logged without harm. */
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._:/+=@-]{1,128}");

  /** Begins the trace of a request, and echoes its id. */
  static void begin(Context context) {
    String told = context.header(HEADER);
    String id = told != null && LEGAL.matcher(told).matches() ? told : UUID.randomUUID().toString();
    context.attribute(ATTRIBUTE, new RequestTrace(id, System.nanoTime()));
    context.header(HEADER, id);
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
