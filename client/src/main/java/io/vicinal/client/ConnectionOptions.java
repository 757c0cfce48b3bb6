package io.vicinal.client;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;

/**
 * How a remote database is reached.
 *
 * @param uri {@code grpc://host:port}
 * @param apiKey sent with every request, if there is one
 * @param requestTimeout the longest time that a single request may take, and that a stream of
 *     writes, of a scan or of searches may be without progress while the node owes an answer;
 *     streams have no limit otherwise
 * @param retry what is tried again
 * @param maxInFlight how many batches of a writer may be without acknowledgement
 */
public record ConnectionOptions(
    URI uri, Optional<String> apiKey, Duration requestTimeout, RetryPolicy retry, int maxInFlight) {

  private static final String EXPECTED = "'; expected grpc://host:port";

  /** Refuses addresses of another form, and limits below 1. */
  public ConnectionOptions {
    if (!"grpc".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 0) {
      throw new VicinalException(ErrorCode.INVALID_ARGUMENT, "address '" + uri + EXPECTED);
    }
    if (requestTimeout.isNegative() || requestTimeout.isZero() || maxInFlight < 1) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "request timeout "
              + requestTimeout
              + ", "
              + maxInFlight
              + " batches in flight; expected a timeout above 0 and 1 batch or more");
    }
  }

  /** An address with the defaults: no key, 30 seconds, 8 batches in flight. */
  public static ConnectionOptions of(String uri) {
    try {
      return new ConnectionOptions(
          new URI(uri), Optional.empty(), Duration.ofSeconds(30), RetryPolicy.DEFAULT, 8);
    } catch (URISyntaxException e) {
      throw new VicinalException(ErrorCode.INVALID_ARGUMENT, "address '" + uri + EXPECTED, e);
    }
  }

  /** These options with an API key. */
  public ConnectionOptions withApiKey(String key) {
    return new ConnectionOptions(uri, Optional.of(key), requestTimeout, retry, maxInFlight);
  }

  /** These options with another timeout of single requests. */
  public ConnectionOptions withRequestTimeout(Duration timeout) {
    return new ConnectionOptions(uri, apiKey, timeout, retry, maxInFlight);
  }

  /** These options with another retry policy. */
  public ConnectionOptions withRetry(RetryPolicy policy) {
    return new ConnectionOptions(uri, apiKey, requestTimeout, policy, maxInFlight);
  }

  /** These options with another number of batches in flight. */
  public ConnectionOptions withMaxInFlight(int batches) {
    return new ConnectionOptions(uri, apiKey, requestTimeout, retry, batches);
  }

  /** Everything but the key. */
  @Override
  public String toString() {
    return uri + (apiKey.isPresent() ? " with an API key" : "");
  }
}
