package io.vicinal.flink;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.client.ConnectionOptions;
import io.vicinal.client.RetryPolicy;
import io.vicinal.protocol.CollectionDocument;
import io.vicinal.protocol.Json;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a sink writes.
 *
 * @param target where to
 * @param batching what is sent together
 * @param patience how long a node may be away
 */
record SinkOptions(Target target, Batching batching, Patience patience) implements Serializable {
  /**
   * The collection written to.
   *
   * @param uri {@code grpc://host:port}
   * @param apiKey sent with every request, if there is one
   * @param collection its name
   * @param absent what to create if there is none of that name, as a JSON document
   */
  record Target(String uri, @Nullable String apiKey, String collection, @Nullable String absent)
      implements Serializable {
    static Target of(
        String uri, @Nullable String apiKey, String collection, @Nullable CollectionSpec absent) {
      ConnectionOptions.of(uri);
      String document = absent == null ? null : Json.writeString(CollectionDocument.of(absent));
      return new Target(uri, apiKey, collection, document);
    }

    /** How the node is reached; whoever connects tries again himself. */
    ConnectionOptions connection(Duration requestTimeout, int maxInFlight) {
      ConnectionOptions options =
          ConnectionOptions.of(uri)
              .withRetry(RetryPolicy.NONE)
              .withRequestTimeout(requestTimeout)
              .withMaxInFlight(maxInFlight);
      return apiKey == null ? options : options.withApiKey(apiKey);
    }

    /** What to create if there is no collection of that name. */
    @Nullable CollectionSpec absentSpec() {
      return absent == null
          ? null
          : Json.read(
                  absent.getBytes(StandardCharsets.UTF_8), CollectionDocument.class, "collection")
              .toSpec();
    }

    @Override
    public String toString() {
      return "collection '" + collection + "' at " + uri;
    }
  }

  /**
   * What is sent together: a batch goes out when it has so many rows or bytes, or is so old.
   *
   * @param rows 1 or more
   * @param bytes 1 or more
   * @param interval above 0
   * @param maxInFlight batches without acknowledgement, 1 or more; the stream waits beyond that
   */
  record Batching(int rows, long bytes, Duration interval, int maxInFlight)
      implements Serializable {
    static final Batching DEFAULT = new Batching(1_000, 4 << 20, Duration.ofSeconds(1), 4);

    Batching {
      require(rows >= 1, "batchRows", rows, "1 or more");
      require(bytes >= 1, "batchBytes", bytes, "1 or more");
      require(interval.toMillis() >= 1, "flushInterval", interval, "1 ms or more");
      require(maxInFlight >= 1, "maxInFlight", maxInFlight, "1 or more");
    }
  }

  /**
   * How long a node may be away.
   *
   * @param retryTimeout from the first failure without an acknowledgement since to giving up
   * @param requestTimeout the longest silence of a node that has something to acknowledge
   */
  record Patience(Duration retryTimeout, Duration requestTimeout) implements Serializable {
    static final Patience DEFAULT = new Patience(Duration.ofMinutes(5), Duration.ofSeconds(30));

    Patience {
      require(!retryTimeout.isNegative(), "retryTimeout", retryTimeout, "0 or more");
      require(requestTimeout.toMillis() >= 1, "requestTimeout", requestTimeout, "1 ms or more");
    }
  }

  private static void require(boolean legal, String name, Object value, String expected) {
    if (!legal) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "sink option " + name + " is " + value + "; expected " + expected);
    }
  }
}
