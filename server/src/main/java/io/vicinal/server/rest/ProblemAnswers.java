package io.vicinal.server.rest;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.protocol.Json;
import io.vicinal.protocol.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns errors into problem documents. */
final class ProblemAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswers.class);
  static final String RETRY_AFTER = "Retry-After";
  static final String RETRY_SECONDS = "1";

  private ProblemAnswers() {}

  /** An error that we know. */
  static void answer(VicinalException error, Context context) {
    int status = status(error.code());
    if (status == 500) {
      LOG.error("request {} failed", RequestTrace.of(context).id(), error);
    }
    if (status == 429 || status == 503) {
      context.header(RETRY_AFTER, RETRY_SECONDS);
    }
    write(error.code(), status, String.valueOf(error.getMessage()), context);
  }

  /** An error of the HTTP layer: no such route, or none with that method. */
  static void answer(HttpResponseException error, Context context) {
    String detail =
        switch (error.getStatus()) {
          case 404, 405 -> noRoute(context.method().name(), context.path());
          default -> String.valueOf(error.getMessage());
        };
    write(ErrorCode.INVALID_ARGUMENT, error.getStatus(), detail, context);
  }

  static String noRoute(String method, String path) {
    return "no route " + method + " " + path + "; the routes are in /openapi.json";
  }

  /** A defect: it goes to the log, and the client gets a reference to look for there. */
  static void answerDefect(Throwable error, Context context) {
    String id = RequestTrace.of(context).id();
    LOG.error("request {} failed with an internal error", id, error);
    write(ErrorCode.INTERNAL, 500, "internal error; the node's log has it as " + id, context);
  }

  private static void write(ErrorCode code, int status, String detail, Context context) {
    Problem problem =
        Problem.of(code, status, detail, context.path(), RequestTrace.of(context).id());
    context.status(status).contentType(Problem.MEDIA_TYPE).result(Json.write(problem));
  }

  static int status(ErrorCode code) {
    return switch (code) {
      case INVALID_ARGUMENT,
          INVALID_VECTOR,
          INVALID_RECORD,
          INVALID_FILTER,
          INVALID_CONFIGURATION,
          UNKNOWN_FIELD ->
          400;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case UNKNOWN_COLLECTION -> 404;
      case COLLECTION_EXISTS, WRITER_REPLACED, DIRECTORY_IN_USE, ADDRESS_IN_USE -> 409;
      case TOO_LARGE -> 413;
      case OVERLOADED -> 429;
      case UNAVAILABLE, READ_ONLY, STORAGE_FAILURE -> 503;
      case UNKNOWN_OUTCOME -> 504;
      case DAMAGED_FILE, FORMAT_TOO_OLD, FORMAT_TOO_NEW, INTERNAL -> 500;
    };
  }
}
