package io.vicinal.examples.quickstart;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/**
 * What is run, and where.
 *
 * @param project root of the checkout, built
 * @param work directory for data and logs, for this run alone
 * @param records nouns to publish
 * @param queries adjectives to join with them
 * @param seed chooses what is updated and deleted
 * @param ports to listen on
 */
record QuickstartOptions(
    Path project, Path work, int records, int queries, long seed, Ports ports) {

  /** Nouns in WordNet. */
  static final int MAX_RECORDS = 82_192;

  /** Adjectives in WordNet. */
  static final int MAX_QUERIES = 18_185;

  /** At least so many that ten neighbours are fewer than all, deleted ones aside. */
  static final int MIN_RECORDS = 50;

  private static final int MAX_PORT = 65_535;

  QuickstartOptions {
    check("--records", records, MIN_RECORDS, MAX_RECORDS);
    check("--queries", queries, 1, MAX_QUERIES);
  }

  /** Ports to listen on; 0 takes a free one. */
  record Ports(int kafka, int rest, int flight) {
    Ports {
      check("--kafka-port", kafka, 0, MAX_PORT);
      check("--port", rest, 0, MAX_PORT);
      check("--flight-port", flight, 0, MAX_PORT);
    }

    /** Refuses ports that something else listens on, before anything is started. */
    void requireFree() {
      requireFree("--kafka-port", kafka);
      requireFree("--port", rest);
      requireFree("--flight-port", flight);
    }

    private static void requireFree(String option, int port) {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      try {
        // Port 0 is any free one.
        new ServerSocket(port, 1, loopback).close();
      } catch (IOException e) {
        throw new VicinalException(
            ErrorCode.INVALID_ARGUMENT,
            "%s: cannot listen on port %d on %s (%s); expected a free port, or none for any"
                .formatted(option, port, loopback.getHostAddress(), e.getMessage()),
            e);
      }
    }
  }

  private static void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "%s: expected %d to %d, found %d".formatted(option, least, most, value));
    }
  }
}
