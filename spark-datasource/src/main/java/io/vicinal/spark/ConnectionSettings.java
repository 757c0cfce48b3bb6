package io.vicinal.spark;

import io.vicinal.client.ConnectionOptions;
import java.io.Serializable;
import java.time.Duration;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * How a node is reached, in a form that travels to executors.
 *
 * @param uri {@code grpc://host:port}
 * @param apiKey sent with every request, if there is one
 * @param requestTimeoutSeconds the longest time that a single request may take, and that a node may
 *     be silent while it owes an answer
 */
record ConnectionSettings(String uri, @Nullable String apiKey, int requestTimeoutSeconds)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_TIMEOUT_SECONDS = 86_400;

  /** The settings in a catalog's, a reader's or a writer's options. */
  static ConnectionSettings of(CaseInsensitiveStringMap options) {
    return new ConnectionSettings(
        TableOption.URI.require(options, "grpc://127.0.0.1:8741"),
        TableOption.API_KEY.find(options).orElse(null),
        TableOption.REQUEST_TIMEOUT.findPositive(options, LONGEST_TIMEOUT_SECONDS).orElseThrow());
  }

  /** These settings for another node. */
  ConnectionSettings at(String otherUri) {
    return new ConnectionSettings(otherUri, apiKey, requestTimeoutSeconds);
  }

  ConnectionOptions toOptions() {
    ConnectionOptions options =
        ConnectionOptions.of(uri).withRequestTimeout(Duration.ofSeconds(requestTimeoutSeconds));
    return apiKey == null ? options : options.withApiKey(apiKey);
  }

  /** Everything but the key. */
  @Override
  public String toString() {
    return uri + (apiKey == null ? "" : " with an API key");
  }
}
