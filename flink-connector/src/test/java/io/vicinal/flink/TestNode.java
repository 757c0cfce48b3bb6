package io.vicinal.flink;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorRecord;
import io.vicinal.core.DatabaseOptions;
import io.vicinal.core.EmbeddedDatabase;
import io.vicinal.server.flight.BatchDatabase;
import io.vicinal.server.flight.FlightOptions;
import io.vicinal.server.flight.FlightService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** A node in this process, on a directory; it can stop and start again on the same port. */
final class TestNode implements AutoCloseable {
  private final Path directory;
  private final BufferAllocator allocator = new RootAllocator();
  private EmbeddedDatabase database;
  private FlightService service;

  private TestNode(Path directory) {
    this.directory = directory;
    this.database = EmbeddedDatabase.open(directory, DatabaseOptions.DEFAULT);
    this.service = serve(0);
  }

  static TestNode start(Path directory) {
    return new TestNode(directory);
  }

  String uri() {
    return service.uri();
  }

  /** A port that was free a moment ago. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  VectorCollection create(CollectionSpec spec) {
    return database.createCollection(spec);
  }

  VectorCollection collection(String name) {
    return database.collection(name);
  }

  boolean exists(String name) {
    return database.collectionNames().contains(name);
  }

  /** Every record of a collection by the text of its id. */
  Map<String, VectorRecord> records(String name) {
    Map<String, VectorRecord> records = new TreeMap<>();
    try (var cursor = database.collection(name).scan(ScanRequest.ALL)) {
      cursor.forEachRemaining(record -> records.put(record.id().toString(), record));
    }
    return records;
  }

  /** Stops serving, closes the files, and starts again where it was. */
  void restart(Runnable meanwhile) {
    int port = service.port();
    service.close();
    database.close();
    meanwhile.run();
    database = EmbeddedDatabase.open(directory, DatabaseOptions.DEFAULT);
    service = serve(port);
  }

  private FlightService serve(int port) {
    return FlightService.start(
        BatchDatabase.ofRecords(database), FlightOptions.loopback(port), allocator);
  }

  @Override
  public void close() {
    service.close();
    database.close();
    allocator.close();
  }
}
