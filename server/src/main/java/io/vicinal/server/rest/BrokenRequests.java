package io.vicinal.server.rest;

import io.vicinal.api.ErrorCode;
import io.vicinal.protocol.Json;
import io.vicinal.protocol.Problem;
import io.vicinal.server.logging.RequestIds;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers what the HTTP layer refuses before a route sees it, with a problem document in the place
 * of a page. Thread safe.
 */
final class BrokenRequests extends ErrorHandler {
  /** The path of a request whose own could not be read. */
  private static final String UNREADABLE = "/badMessage";

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    String id = RequestIds.accept(request.getHeaders().get(RequestIds.HEADER));
    String path = request.getHttpURI().getPath();
    Refusal refusal = refusal(request, status, message);
    Problem problem =
        Problem.of(
            refusal.code(), status, refusal.detail(), UNREADABLE.equals(path) ? null : path, id);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    response.getHeaders().put(RequestIds.HEADER, id);
    if (status == 503) {
      response.getHeaders().put(ProblemAnswers.RETRY_AFTER, ProblemAnswers.RETRY_SECONDS);
    }
    response.write(true, ByteBuffer.wrap(Json.write(problem)), callback);
  }

  private record Refusal(ErrorCode code, String detail) {}

  private static Refusal refusal(Request request, int status, @Nullable String message) {
    int limit = request.getConnectionMetaData().getHttpConfiguration().getRequestHeaderSize();
    String expected = "; expected a request line and headers of at most " + limit + " bytes";
    return switch (status) {
      case 400 ->
          new Refusal(
              ErrorCode.INVALID_ARGUMENT,
              "malformed HTTP request ("
                  + message
                  + "); expected a path in percent-encoded UTF-8 and headers with Host among them");
      case 404 ->
          new Refusal(
              ErrorCode.INVALID_ARGUMENT,
              ProblemAnswers.noRoute(request.getMethod(), request.getHttpURI().getPath()));
      case 413 -> new Refusal(ErrorCode.TOO_LARGE, "the body is too large (" + message + ")");
      case 414 -> new Refusal(ErrorCode.TOO_LARGE, "the request line is too long" + expected);
      case 417 ->
          new Refusal(ErrorCode.INVALID_ARGUMENT, "header Expect; expected 100-continue, or none");
      case 431 -> new Refusal(ErrorCode.TOO_LARGE, "the headers are too long" + expected);
      case 503 -> new Refusal(ErrorCode.UNAVAILABLE, "no requests are taken at present");
      case 505 ->
          new Refusal(
              ErrorCode.INVALID_ARGUMENT, "a version of HTTP that is not served; expected 1.1");
      default ->
          status >= 500
              ? new Refusal(ErrorCode.INTERNAL, "internal error; the node's log may say more")
              : new Refusal(ErrorCode.INVALID_ARGUMENT, "refused: " + message);
    };
  }
}
