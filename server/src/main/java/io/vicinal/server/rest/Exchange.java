package io.vicinal.server.rest;

import io.javalin.http.Context;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.protocol.Json;
import io.vicinal.protocol.NearestName;
import java.io.IOException;
import java.util.List;

/** A request and its answer, as the routes see them. */
final class Exchange {
  private static final String JSON = "application/json";

  private final Context context;
  private final long maxBodyBytes;

  Exchange(Context context, long maxBodyBytes) {
    this.context = context;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** The collection's name in the path. */
  String collectionName() {
    return context.pathParam("name");
  }

  /** The values of a query parameter, in their order. */
  List<String> parameters(String name) {
    return context.queryParams(name);
  }

  /** Whether a query parameter is there, with a value or without. */
  boolean hasParameter(String name) {
    return context.queryParamMap().containsKey(name);
  }

  /**
   * Refuses query parameters that the route does not know.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_ARGUMENT}, naming the nearest that it knows
   */
  void allowParameters(String... known) {
    List<String> names = List.of(known);
    for (String name : context.queryParamMap().keySet()) {
      if (!names.contains(name)) {
        throw new VicinalException(
            ErrorCode.INVALID_ARGUMENT,
            "unknown query parameter '"
                + name
                + NearestName.of(name, names)
                    .map(nearest -> "'; did you mean '" + nearest + "'?")
                    .orElse("'; expected none"));
      }
    }
  }

  /** The value of a header, or the empty string. */
  String header(String name) {
    String value = context.header(name);
    return value == null ? "" : value;
  }

  /**
   * The document in the body.
   *
   * @throws VicinalException {@link ErrorCode#TOO_LARGE} or {@link ErrorCode#INVALID_ARGUMENT}
   */
  <T> T body(Class<T> type) {
    byte[] body = readBody();
    if (body.length == 0) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "the body is empty; expected a JSON object");
    }
    return Json.read(body, type, "body");
  }

  void answer(int status, Object document) {
    answer(status, JSON, Json.write(document));
  }

  void answer(int status, String contentType, byte[] body) {
    context.status(status).contentType(contentType).result(body);
  }

  void answerText(int status, String text) {
    context.status(status).contentType("text/plain; charset=utf-8").result(text);
  }

  /** The length that is announced may be absent or wrong, so what is read is counted too. */
  private byte[] readBody() {
    if (context.req().getContentLengthLong() > maxBodyBytes) {
      throw tooLarge(context.req().getContentLengthLong() + " bytes");
    }
    try {
      int limit = (int) Math.min(maxBodyBytes, Integer.MAX_VALUE - 16);
      byte[] body = context.bodyInputStream().readNBytes(limit + 1);
      if (body.length > limit) {
        throw tooLarge("more than " + limit + " bytes");
      }
      return body;
    } catch (IOException e) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "the body ended early (" + e.getMessage() + ")", e);
    }
  }

  private VicinalException tooLarge(String found) {
    return new VicinalException(
        ErrorCode.TOO_LARGE,
        "a body of "
            + found
            + "; expected at most "
            + maxBodyBytes
            + " (rest.max-body). Send smaller batches, or use Arrow Flight");
  }
}
