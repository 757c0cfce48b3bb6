package io.vicinal.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vicinal.client.ConnectionOptions;
import io.vicinal.client.RemoteDatabase;
import io.vicinal.client.RetryPolicy;
import io.vicinal.server.config.NodeConfiguration;
import io.vicinal.server.config.Setting;
import io.vicinal.server.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A node in this process, on free ports, and a client of its REST. */
public final class TestNode implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Node node;
  private final HttpClient http = HttpClient.newHttpClient();

  private TestNode(Node node) {
    this.node = node;
  }

  /** Starts a node; settings as in {@code rest.max-body=1KiB}. */
  public static TestNode start(Path data, String... settings) {
    return new TestNode(Node.start(configuration(data, settings)));
  }

  /** A configuration with free ports. */
  public static NodeConfiguration configuration(Path data, String... settings) {
    List<Setting> all = new ArrayList<>();
    all.add(new Setting("data.directory", data.toString(), "test"));
    all.add(new Setting("rest.port", "0", "test"));
    all.add(new Setting("flight.port", "0", "test"));
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      all.add(new Setting(parts[0], parts[1], "test"));
    }
    return NodeConfiguration.of(Settings.of(all));
  }

  /** Damages what a stopped node has of its first collection. */
  public static void damageFirstCollection(Path data) throws IOException {
    Path shard = data.resolve("collection-1").resolve("shard-0");
    try (DirectoryStream<Path> manifests = Files.newDirectoryStream(shard, "manifest-*")) {
      for (Path manifest : manifests) {
        Files.write(manifest, new byte[20]);
      }
    }
  }

  /**
   * An answer.
   *
   * @param status of it
   * @param body as text
   * @param response with its headers
   */
  public record Answer(int status, String body, HttpResponse<String> response) {
    /** The body, read. */
    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException("not JSON: " + body, e);
      }
    }

    /** The value of a header, or the empty string. */
    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /** The node. */
  public Node node() {
    return node;
  }

  /** The port of REST. */
  public int restPort() {
    return URI.create(node.restUri()).getPort();
  }

  /** Asks, with single quotes for double ones in the body. */
  public Answer ask(String method, String path, String body) {
    return send(request(method, path, body.replace('\'', '"')).build());
  }

  /** Asks without a body. */
  public Answer get(String path) {
    return send(request("GET", path, "").build());
  }

  /** Posts; see {@link #ask}. */
  public Answer post(String path, String body) {
    return ask("POST", path, body);
  }

  /** A request to send. */
  public HttpRequest.Builder request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create(node.restUri() + path))
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
  }

  /** Sends it. */
  public Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(request + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A client over Flight that tries nothing twice. */
  public RemoteDatabase connect() {
    return RemoteDatabase.connect(
        ConnectionOptions.of(node.flightUri()).withRetry(RetryPolicy.NONE));
  }

  @Override
  public void close() {
    node.close();
  }
}
