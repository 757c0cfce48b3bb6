package io.vicinal.examples.broker;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One Kafka node in KRaft mode, broker and controller at once, on the loopback interface only. Its
 * directory is formatted on the first start and found again on the next.
 *
 * <p>Topics are not created by use: create them with Kafka's admin client. {@link #close} may be
 * called by any thread, more than once.
 */
public final class KafkaBroker implements AutoCloseable {
  /** Lets the system choose a free port. */
  public static final int ANY_PORT = 0;

  /** Always the same, so that formatting what is formatted is no error. */
  private static final String CLUSTER = "Vicinal-Examples-KafkA";

  private final DirectoryLock lock;
  private final KafkaRaftServer server;
  private final int port;

  private KafkaBroker(DirectoryLock lock, KafkaRaftServer server, int port) {
    this.lock = lock;
    this.server = server;
    this.port = port;
  }

  /**
   * Starts a broker and returns when it accepts requests, after some three seconds.
   *
   * @param data directory of its own, created if absent
   * @param port to listen on, or {@link #ANY_PORT}
   * @throws VicinalException {@code ADDRESS_IN_USE} if the port is taken; {@code DIRECTORY_IN_USE}
   *     if another broker holds the directory; {@code STORAGE_FAILURE} if it cannot be used
   */
  public static KafkaBroker start(Path data, int port) {
    DirectoryLock lock = DirectoryLock.take(data.toAbsolutePath());
    try {
      return start(lock, data, freePort(port));
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static KafkaBroker start(DirectoryLock lock, Path data, int port) {
    BrokerConfiguration configuration =
        new BrokerConfiguration(data.toAbsolutePath().resolve("log"), port, freePort(ANY_PORT));
    format(configuration);
    KafkaRaftServer server =
        new KafkaRaftServer(new KafkaConfig(configuration.properties(), false), Time.SYSTEM);
    KafkaBroker broker = new KafkaBroker(lock, server, port);
    try {
      server.startup();
      return broker;
    } catch (RuntimeException e) {
      broker.close();
      throw new VicinalException(
          ErrorCode.STORAGE_FAILURE,
          "Kafka broker on " + data + " does not start: " + e.getMessage(),
          e);
    }
  }

  /** What clients connect to, as {@code 127.0.0.1:9092}. */
  public String bootstrapServers() {
    return BrokerConfiguration.HOST + ":" + port;
  }

  /** Returns when the broker has been stopped. */
  public void awaitShutdown() {
    server.awaitShutdown();
  }

  /** Stops the broker; what it acknowledged is found again on the next start. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    lock.close();
  }

  private static int freePort(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As Kafka does, and as a quick second start on the same port needs.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new VicinalException(
          ErrorCode.ADDRESS_IN_USE,
          "port " + port + " on 127.0.0.1: expected it free, but: " + e.getMessage(),
          e);
    }
  }

  private static void format(BrokerConfiguration configuration) {
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    try {
      Files.createDirectories(configuration.logDirectory());
      new Formatter()
          .setPrintStream(new PrintStream(report, true, StandardCharsets.UTF_8))
          .setNodeId(BrokerConfiguration.NODE)
          .setClusterId(CLUSTER)
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .setControllerListenerName(BrokerConfiguration.CONTROLLER)
          .setHasDynamicQuorum(false)
          .setIgnoreFormatted(true)
          .addDirectory(configuration.logDirectory().toString())
          .setMetadataLogDirectory(configuration.logDirectory().toString())
          .run();
      // Kafka declares Exception here.
    } catch (Exception e) {
      throw new VicinalException(
          ErrorCode.STORAGE_FAILURE,
          "directory "
              + configuration.logDirectory()
              + ": expected to format it for Kafka, but: "
              + e.getMessage()
              + " "
              + report.toString(StandardCharsets.UTF_8),
          e);
    }
  }
}
