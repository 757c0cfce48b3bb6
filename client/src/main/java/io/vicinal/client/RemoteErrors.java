package io.vicinal.client;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.protocol.ErrorHeader;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightRuntimeException;
import org.jspecify.annotations.Nullable;

/** Turns what Flight throws into the errors of the api. */
final class RemoteErrors {
  /** What a request may have done by the time that its connection broke. */
  enum Effect {
    /** It only reads. */
    NONE,
    /** It may have been applied. */
    WRITE
  }

  private final URI uri;

  RemoteErrors(URI uri) {
    this.uri = uri;
  }

  /** The error of a call: the server's own where there is one, otherwise that of the transport. */
  VicinalException of(Throwable thrown, Effect effect) {
    VicinalException known = find(thrown, VicinalException.class);
    if (known != null) {
      return known;
    }
    if (find(thrown, InterruptedException.class) != null) {
      return interrupted(thrown, effect);
    }
    FlightRuntimeException flight = find(thrown, FlightRuntimeException.class);
    if (flight == null) {
      return new VicinalException(
          ErrorCode.INTERNAL, "a call of " + uri + " failed in the client: " + thrown, thrown);
    }
    CallStatus status = flight.status();
    Optional<ErrorCode> code =
        status.metadata() == null || !status.metadata().containsKey(ErrorHeader.NAME)
            ? Optional.empty()
            : ErrorHeader.parse(status.metadata().get(ErrorHeader.NAME));
    return code.map(told -> new VicinalException(told, status.description(), flight))
        .orElseGet(() -> ofTransport(flight, effect));
  }

  /** Keeps the thread interrupted, so that whoever would try again or wait anew does not. */
  private VicinalException interrupted(Throwable thrown, Effect effect) {
    Thread.currentThread().interrupt();
    return error(
        effect == Effect.WRITE ? ErrorCode.UNKNOWN_OUTCOME : ErrorCode.UNAVAILABLE,
        "interrupted while waiting for " + uri,
        thrown);
  }

  private VicinalException ofTransport(FlightRuntimeException flight, Effect effect) {
    String detail = flight.status().code() + ": " + flight.status().description();
    return switch (flight.status().code()) {
      case UNAVAILABLE, CANCELLED, TIMED_OUT -> {
        String refusal = refusal(flight);
        if (refusal != null) {
          yield error(
              ErrorCode.UNAVAILABLE,
              "nothing answers at "
                  + uri
                  + " ("
                  + refusal
                  + "); expected a Vicinal node that serves Flight there",
              flight);
        }
        yield effect == Effect.WRITE
            ? error(
                ErrorCode.UNKNOWN_OUTCOME,
                "the connection to " + uri + " broke after a write was sent, " + detail,
                flight)
            : error(ErrorCode.UNAVAILABLE, "no answer from " + uri + ", " + detail, flight);
      }
      case RESOURCE_EXHAUSTED ->
          error(ErrorCode.TOO_LARGE, uri + " refuses a message, " + detail, flight);
      case UNAUTHENTICATED -> error(ErrorCode.UNAUTHENTICATED, detail, flight);
      case UNAUTHORIZED -> error(ErrorCode.FORBIDDEN, detail, flight);
      case UNIMPLEMENTED ->
          error(
              ErrorCode.INVALID_ARGUMENT,
              "what answers at " + uri + " is no Vicinal node, " + detail,
              flight);
      default ->
          // Every error of a node has a code: this one is of the transport.
          effect == Effect.WRITE
              ? error(ErrorCode.UNKNOWN_OUTCOME, "a write to " + uri + " failed, " + detail, flight)
              : error(ErrorCode.INTERNAL, "a call of " + uri + " failed, " + detail, flight);
    };
  }

  /** Why no connection could be made, if that is what went wrong: nothing was sent then. */
  private static @Nullable String refusal(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof UnknownHostException
          || cause instanceof NoRouteToHostException) {
        return cause.getMessage();
      }
    }
    return null;
  }

  private static VicinalException error(ErrorCode code, String message, Throwable cause) {
    return new VicinalException(code, message, cause);
  }

  private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
