package io.vicinal.server.flight;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.protocol.ErrorHeader;
import java.util.UUID;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.ErrorFlightMetadata;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors as Flight tells them: status, message, and the code in a header. */
final class FlightErrors {
  private static final Logger LOG = LoggerFactory.getLogger(FlightErrors.class);

  /** The status of a call that did what it was asked for. */
  static final String OK = "OK";

  /** The status of a call that its client gave up. */
  static final String CANCELLED = "CANCELLED";

  private FlightErrors() {}

  /** The code of an error as it was told to a client, for metrics. */
  static String statusName(FlightRuntimeException told) {
    ErrorFlightMetadata metadata = told.status().metadata();
    return metadata != null && metadata.containsKey(ErrorHeader.NAME)
        ? metadata.get(ErrorHeader.NAME)
        : told.status().code().name();
  }

  /**
   * The error for a client. What an operator has to look at goes to the log. What is not ours is a
   * defect: it does so too, and the client gets a reference to look for there.
   */
  static FlightRuntimeException of(Throwable error) {
    if (error instanceof VicinalException known) {
      if (status(known.code()) == FlightStatusCode.INTERNAL) {
        LOG.error("a call failed with {}", known.code(), known);
      }
      return of(known.code(), String.valueOf(known.getMessage()), known);
    }
    if (error instanceof FlightRuntimeException flight) {
      return flight;
    }
    String reference = UUID.randomUUID().toString();
    LOG.error("internal error {}", reference, error);
    return of(ErrorCode.INTERNAL, "internal error; the server's log has it as " + reference, error);
  }

  private static FlightRuntimeException of(ErrorCode code, String message, Throwable cause) {
    ErrorFlightMetadata metadata = new ErrorFlightMetadata();
    metadata.insert(ErrorHeader.NAME, ErrorHeader.value(code));
    return new CallStatus(status(code))
        .withDescription(message)
        .withCause(cause)
        .withMetadata(metadata)
        .toRuntimeException();
  }

  private static FlightStatusCode status(ErrorCode code) {
    return switch (code) {
      case INVALID_ARGUMENT,
          INVALID_VECTOR,
          INVALID_RECORD,
          INVALID_FILTER,
          INVALID_CONFIGURATION,
          TOO_LARGE,
          DIRECTORY_IN_USE,
          ADDRESS_IN_USE ->
          FlightStatusCode.INVALID_ARGUMENT;
      case UNKNOWN_COLLECTION, UNKNOWN_FIELD -> FlightStatusCode.NOT_FOUND;
      case UNAUTHENTICATED -> FlightStatusCode.UNAUTHENTICATED;
      case FORBIDDEN -> FlightStatusCode.UNAUTHORIZED;
      case COLLECTION_EXISTS, WRITER_REPLACED -> FlightStatusCode.ALREADY_EXISTS;
      case OVERLOADED -> FlightStatusCode.RESOURCE_EXHAUSTED;
      case UNAVAILABLE, READ_ONLY, STORAGE_FAILURE -> FlightStatusCode.UNAVAILABLE;
      case UNKNOWN_OUTCOME -> FlightStatusCode.UNKNOWN;
      case DAMAGED_FILE, FORMAT_TOO_OLD, FORMAT_TOO_NEW, INTERNAL -> FlightStatusCode.INTERNAL;
    };
  }
}
