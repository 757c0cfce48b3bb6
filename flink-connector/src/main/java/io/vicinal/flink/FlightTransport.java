package io.vicinal.flink;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.client.BatchWriter;
import io.vicinal.client.ConnectionOptions;
import io.vicinal.client.RemoteCollection;
import io.vicinal.client.RemoteDatabase;
import io.vicinal.protocol.WriterName;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Channels over Arrow Flight, each with a connection of its own. */
final class FlightTransport implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(FlightTransport.class);

  private final SinkOptions options;
  private final WriterName writer;
  private final BufferAllocator allocator;

  /**
   * A way to the sink's collection.
   *
   * @param writer a name, so that a channel takes the place of the one before: what that one left
   *     on its way cannot overtake what is sent again
   */
  FlightTransport(SinkOptions options, WriterName writer, BufferAllocator allocator) {
    this.options = options;
    this.writer = writer;
    this.allocator = allocator;
  }

  @Override
  public Channel connect() {
    return ConnectorClassLoader.call(this::open);
  }

  private Channel open() {
    ConnectionOptions connection =
        options
            .target()
            .connection(options.patience().requestTimeout(), options.batching().maxInFlight());
    RemoteDatabase database = RemoteDatabase.connect(connection, allocator);
    try {
      RemoteCollection collection = collection(database);
      return new FlightChannel(database, collection.schema(), collection.openWriter(writer));
    } catch (RuntimeException | Error e) {
      release(database);
      throw e;
    }
  }

  private RemoteCollection collection(RemoteDatabase database) {
    String name = options.target().collection();
    CollectionSpec absent = options.target().absentSpec();
    if (absent == null || database.collectionNames().contains(name)) {
      return database.collection(name);
    }
    try {
      return database.createCollection(absent);
    } catch (VicinalException e) {
      if (e.code() != ErrorCode.COLLECTION_EXISTS) {
        throw e;
      }
      // Another subtask was faster.
      return database.collection(name);
    }
  }

  /** Closes a connection; what a broken one cannot free any more is no reason to fail the job. */
  private static void release(RemoteDatabase database) {
    try {
      database.close();
    } catch (RuntimeException e) {
      LOG.warn("closing a broken connection: {}", e.toString());
    }
  }

  private record FlightChannel(RemoteDatabase database, CollectionSchema schema, BatchWriter writer)
      implements Channel {
    @Override
    public CompletableFuture<?> append(VectorSchemaRoot batch) {
      return writer.append(batch);
    }

    @Override
    public void abort() {
      ConnectorClassLoader.run(writer::abort);
    }

    @Override
    public void close() {
      ConnectorClassLoader.run(() -> release(database));
    }
  }
}
