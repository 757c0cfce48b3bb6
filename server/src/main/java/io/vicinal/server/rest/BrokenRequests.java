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
    Problem problem =
        Problem.of(
            code(status),
            status,
            detail(request, status, message),
            UNREADABLE.equals(path) ? null : path,
            id);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    response.getHeaders().put(RequestIds.HEADER, id);
    response.write(true, ByteBuffer.wrap(Json.write(problem)), callback);
  }

  private static ErrorCode code(int status) {
    return switch (status) {
      case 413, 414, 431 -> ErrorCode.TOO_LARGE;
      case 503 -> ErrorCode.UNAVAILABLE;
      case 500 -> ErrorCode.INTERNAL;
      default -> ErrorCode.INVALID_ARGUMENT;
    };
  }

  private static String detail(Request request, int status, @Nullable String message) {
    int limit = request.getConnectionMetaData().getHttpConfiguration().getRequestHeaderSize();
    String expected = "; expected a request line and headers of at most " + limit + " bytes";
    return switch (status) {
      case 404 ->
          "no route "
              + request.getMethod()
              + " "
              + request.getHttpURI().getPath()
              + "; the routes are in /openapi.json";
      case 414 -> "the request line is too long" + expected;
      case 431 -> "the headers are too long" + expected;
      case 417 -> "header Expect; expected 100-continue, or none";
      case 500 -> "internal error; the node's log may say more";
      case 505 -> "a version of HTTP that is not served; expected 1.1";
      default ->
          "malformed HTTP request ("
              + message
              + "); expected a path in percent-encoded UTF-8, and headers with Host among them";
    };
  }
}
