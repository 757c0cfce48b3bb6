package io.vicinal.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Every option there is. */
public final class Options {
  /** Where the node keeps its files. */
  public static final Option<Path> DATA_DIRECTORY =
      new Option<>(
          "data.directory",
          ValueType.path(),
          "data",
          "Where the node keeps its files; created if absent, and refused if others keep files"
              + " there. One process at a time may use it.");

  /** The address of REST. */
  public static final Option<String> REST_HOST =
      new Option<>(
          "rest.host", ValueType.loopbackHost(), "127.0.0.1", "The address REST listens on.");

  /** The port of REST. */
  public static final Option<Integer> REST_PORT =
      new Option<>("rest.port", ValueType.port(), "8740", "The port of REST.");

  /** The longest request. */
  public static final Option<Long> REST_MAX_BODY =
      new Option<>(
          "rest.max-body",
          ValueType.size(),
          "64MiB",
          "The longest body of a request; a longer one is refused with status 413.");

  /** The longest answer of a scan. */
  public static final Option<Integer> REST_SCAN_LIMIT =
      new Option<>(
          "rest.scan-limit",
          ValueType.integer(1, 1_000_000),
          "10000",
          "The most records one scan over REST returns; Flight streams any number.");

  /** The address of Flight. */
  public static final Option<String> FLIGHT_HOST =
      new Option<>(
          "flight.host",
          ValueType.loopbackHost(),
          "127.0.0.1",
          "The address Arrow Flight listens on.");

  /** The port of Flight. */
  public static final Option<Integer> FLIGHT_PORT =
      new Option<>("flight.port", ValueType.port(), "8741", "The port of Arrow Flight.");

  /** How log lines look. */
  public static final Option<LogFormat> LOG_FORMAT =
      new Option<>(
          "log.format",
          ValueType.oneOf(LogFormat.class),
          "text",
          "How log lines look: text for people, or one JSON object a line in the Elastic Common"
              + " Schema.");

  /** Which log lines there are. */
  public static final Option<LogLevel> LOG_LEVEL =
      new Option<>(
          "log.level", ValueType.oneOf(LogLevel.class), "info", "The least severe lines logged.");

  /** How long the node still takes requests after it was told to stop. */
  public static final Option<Duration> SHUTDOWN_DRAIN =
      new Option<>(
          "shutdown.drain",
          ValueType.duration(),
          "0s",
          "How long a stopping node still takes requests while /readyz already answers 503, so that"
              + " load balancers notice.");

  /** How long requests may take to finish. */
  public static final Option<Duration> SHUTDOWN_DEADLINE =
      new Option<>(
          "shutdown.deadline",
          ValueType.duration(),
          "30s",
          "How long a stopping node waits for the requests that are running.");

  /** The table, in the order of the documentation. */
  public static final List<Option<?>> ALL =
      List.of(
          DATA_DIRECTORY,
          REST_HOST,
          REST_PORT,
          REST_MAX_BODY,
          REST_SCAN_LIMIT,
          FLIGHT_HOST,
          FLIGHT_PORT,
          LOG_FORMAT,
          LOG_LEVEL,
          SHUTDOWN_DRAIN,
          SHUTDOWN_DEADLINE);

  private Options() {}
}
