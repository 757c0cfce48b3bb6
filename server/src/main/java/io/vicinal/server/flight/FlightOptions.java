package io.vicinal.server.flight;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;

/**
 * How Flight is served.
 *
 * @param host the address to listen on
 * @param port 0 for any free one
 * @param advertisedHost the host that clients are told to come back to for each shard
 * @param maxMessageBytes the largest batch that is received
 * @param maxBatchRows the largest number of rows, or queries, of a batch that is received
 * @param searchThreads number of threads that run the queries of all streams
 */
public record FlightOptions(
    String host,
    int port,
    String advertisedHost,
    int maxMessageBytes,
    int maxBatchRows,
    int searchThreads) {

  /** Refuses values that cannot work. */
  public FlightOptions {
    require(port >= 0 && port <= 65_535, "port", port, "0..65535");
    require(maxMessageBytes >= 65_536, "maxMessageBytes", maxMessageBytes, "65536 or more");
    require(maxBatchRows >= 1, "maxBatchRows", maxBatchRows, "1 or more");
    require(searchThreads >= 1, "searchThreads", searchThreads, "1 or more");
  }

  /** Loopback, 64 MiB a message, and as many search threads as processors. */
  public static FlightOptions loopback(int port) {
    return new FlightOptions(
        "127.0.0.1",
        port,
        "127.0.0.1",
        64 << 20,
        1 << 20,
        Runtime.getRuntime().availableProcessors());
  }

  /** These options with another address to listen on, which clients are told as well. */
  public FlightOptions listeningOn(String otherHost, int otherPort) {
    return new FlightOptions(
        otherHost, otherPort, otherHost, maxMessageBytes, maxBatchRows, searchThreads);
  }

  /** These options with other limits of what is received. */
  public FlightOptions withLimits(int messageBytes, int batchRows) {
    return new FlightOptions(host, port, advertisedHost, messageBytes, batchRows, searchThreads);
  }

  private static void require(boolean legal, String name, int value, String expected) {
    if (!legal) {
      throw new VicinalException(
          ErrorCode.INVALID_CONFIGURATION,
          "flight option " + name + " is " + value + "; expected " + expected);
    }
  }
}
