package io.vicinal.flink;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorDatabase;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.WriteResult;
import io.vicinal.core.DatabaseOptions;
import io.vicinal.core.EmbeddedDatabase;
import io.vicinal.server.flight.BatchCollection;
import io.vicinal.server.flight.BatchDatabase;
import io.vicinal.server.flight.BatchSource;
import io.vicinal.server.flight.FlightOptions;
import io.vicinal.server.flight.FlightService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A node in this process, on a directory; it can stop and start again on the same port. */
final class TestNode implements AutoCloseable {
  private final Path directory;
  private final BufferAllocator allocator = new RootAllocator();
  private EmbeddedDatabase database;
  private FlightService service;
  private volatile CountDownLatch held = new CountDownLatch(0);

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

  /** Is silent about writes until they are released. */
  void holdWrites() {
    held = new CountDownLatch(1);
  }

  void releaseWrites() {
    held.countDown();
  }

  private FlightService serve(int port) {
    BatchDatabase batches = BatchDatabase.ofRecords(database);
    return FlightService.start(
        new HoldingDatabase(batches), FlightOptions.loopback(port), allocator);
  }

  private final class HoldingDatabase implements BatchDatabase {
    private final BatchDatabase batches;

    HoldingDatabase(BatchDatabase batches) {
      this.batches = batches;
    }

    @Override
    public VectorDatabase database() {
      return batches.database();
    }

    @Override
    public BatchCollection collection(String name) {
      return new HoldingCollection(batches.collection(name));
    }
  }

  private final class HoldingCollection implements BatchCollection {
    private final BatchCollection records;

    HoldingCollection(BatchCollection records) {
      this.records = records;
    }

    @Override
    public VectorCollection collection() {
      return records.collection();
    }

    @Override
    public int shards() {
      return records.shards();
    }

    @Override
    public WriteResult write(VectorSchemaRoot batch) {
      try {
        held.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while holding a write", e);
      }
      return records.write(batch);
    }

    @Override
    public BatchSource scan(int shard, ScanRequest request, BufferAllocator batchAllocator) {
      return records.scan(shard, request, batchAllocator);
    }
  }

  @Override
  public void close() {
    service.close();
    database.close();
    allocator.close();
  }
}
