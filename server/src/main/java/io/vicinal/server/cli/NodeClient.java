package io.vicinal.server.cli;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.protocol.ErrorHeader;
import io.vicinal.protocol.Json;
import io.vicinal.protocol.Problem;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks a running node over REST. */
final class NodeClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final URI node;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  private NodeClient(URI node) {
    this.node = node;
  }

  /** A client of the node at an address such as {@code http://127.0.0.1:8740}. */
  static NodeClient of(String address) {
    try {
      URI uri = new URI(address);
      if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
        return new NodeClient(uri);
      }
    } catch (URISyntaxException e) {
      throw refusal(address, e);
    }
    throw refusal(address, null);
  }

  <T> T get(String path, Class<T> answer) {
    return send(request(path).GET().build(), answer);
  }

  <T> T post(String path, Object body, Class<T> answer) {
    return send(request(path).POST(BodyPublishers.ofByteArray(Json.write(body))).build(), answer);
  }

  <T> T delete(String path, Class<T> answer) {
    return send(request(path).DELETE().build(), answer);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(node.resolve(path)).timeout(TIMEOUT);
  }

  private <T> T send(HttpRequest request, Class<T> answer) {
    HttpResponse<byte[]> response = send(request);
    if (response.statusCode() < 300) {
      return Json.read(response.body(), answer, "answer");
    }
    String type = response.headers().firstValue("content-type").orElse("");
    if (!type.startsWith(Problem.MEDIA_TYPE)) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "what answers at " + node + " is no Vicinal node (status " + response.statusCode() + ")");
    }
    Problem problem = Json.read(response.body(), Problem.class, "problem");
    throw new VicinalException(
        ErrorHeader.parse(problem.code()).orElse(ErrorCode.INTERNAL), problem.detail());
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new VicinalException(
          ErrorCode.UNAVAILABLE,
          "nothing answers at " + node + "; expected a node that serves REST there (--node)",
          e);
    } catch (IOException e) {
      throw unanswered(request, e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unanswered(request, "interrupted", e);
    }
  }

  /** The node may have done what it was asked for, or do it yet, unless it was to read only. */
  private VicinalException unanswered(
      HttpRequest request, @Nullable String reason, Exception cause) {
    String what =
        request.method() + " " + request.uri().getPath() + " at " + node + ": no answer (" + reason;
    return request.method().equals("GET")
        ? new VicinalException(ErrorCode.UNAVAILABLE, what + "); try again", cause)
        : new VicinalException(
            ErrorCode.UNKNOWN_OUTCOME,
            what + "); it may have happened: look before you try again",
            cause);
  }

  private static VicinalException refusal(String address, @Nullable Throwable cause) {
    return new VicinalException(
        ErrorCode.INVALID_ARGUMENT,
        "node '" + address + "'; expected an address such as http://127.0.0.1:8740",
        cause);
  }
}
