package io.vicinal.server.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Everything a node is told.
 *
 * @param dataDirectory where its files are
 * @param rest the REST listener
 * @param flight the Flight listener
 * @param log what it logs
 * @param shutdown how it stops
 */
public record NodeConfiguration(
    Path dataDirectory, Rest rest, Flight flight, Log log, Shutdown shutdown) {

  /**
   * REST.
   *
   * @param host the address, a loopback one
   * @param port 0 for any free one
   * @param maxBodyBytes the longest body of a request
   * @param scanLimit the most records one scan returns
   */
  public record Rest(String host, int port, long maxBodyBytes, int scanLimit) {}

  /**
   * Arrow Flight.
   *
   * @param host the address, a loopback one
   * @param port 0 for any free one
   */
  public record Flight(String host, int port) {}

  /**
   * Log lines.
   *
   * @param format how they look
   * @param level the least severe ones written
   */
  public record Log(LogFormat format, LogLevel level) {}

  /**
   * The end of a node.
   *
   * @param drain how long requests are still taken while the node reports that it is not ready
   * @param deadline how long running requests may take to finish
   */
  public record Shutdown(Duration drain, Duration deadline) {}

  /**
   * The configuration that the settings describe.
   *
   * @throws io.vicinal.api.VicinalException {@link io.vicinal.api.ErrorCode#INVALID_CONFIGURATION},
   *     naming where the wrong value comes from
   */
  public static NodeConfiguration of(Settings settings) {
    return new NodeConfiguration(
        settings.value(Options.DATA_DIRECTORY),
        new Rest(
            settings.value(Options.REST_HOST),
            settings.value(Options.REST_PORT),
            settings.value(Options.REST_MAX_BODY),
            settings.value(Options.REST_SCAN_LIMIT)),
        new Flight(settings.value(Options.FLIGHT_HOST), settings.value(Options.FLIGHT_PORT)),
        new Log(settings.value(Options.LOG_FORMAT), settings.value(Options.LOG_LEVEL)),
        new Shutdown(
            settings.value(Options.SHUTDOWN_DRAIN), settings.value(Options.SHUTDOWN_DEADLINE)));
  }
}
