package io.vicinal.client;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VectorDatabase;
import io.vicinal.api.VicinalException;
import io.vicinal.client.RemoteErrors.Effect;
import io.vicinal.protocol.Actions;
import io.vicinal.protocol.CollectionDescription;
import io.vicinal.protocol.CollectionDocument;
import io.vicinal.protocol.CollectionList;
import io.vicinal.protocol.CollectionReference;
import io.vicinal.protocol.Json;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * A database on a node, reached over Arrow Flight. Thread safe; one connection carries any number
 * of requests and streams at once.
 */
public final class RemoteDatabase implements VectorDatabase {
  private final Connection connection;
  private final Runnable release;

  private RemoteDatabase(Connection connection, Runnable release) {
    this.connection = connection;
    this.release = release;
  }

  /**
   * Connects to a node.
   *
   * @param uri {@code grpc://host:port}
   * @throws VicinalException {@link ErrorCode#UNAVAILABLE} if nothing answers there
   */
  public static RemoteDatabase connect(String uri) {
    return connect(ConnectionOptions.of(uri));
  }

  /** As {@link #connect(String)}, with options. */
  public static RemoteDatabase connect(ConnectionOptions options) {
    RootAllocator root = new RootAllocator();
    try {
      return connect(options, root, root::close);
    } catch (RuntimeException | Error e) {
      Closing.after(e, root);
      throw e;
    }
  }

  /**
   * As {@link #connect(String)}, with batches in a child of the caller's allocator. Batches move
   * without a copy between this database and others that live under the same root.
   */
  public static RemoteDatabase connect(ConnectionOptions options, BufferAllocator parent) {
    return connect(options, parent, () -> {});
  }

  private static RemoteDatabase connect(
      ConnectionOptions options, BufferAllocator parent, Runnable release) {
    BufferAllocator allocator =
        parent.newChildAllocator("connection to " + options.uri(), 0, Long.MAX_VALUE);
    RemoteDatabase database = new RemoteDatabase(Connection.open(options, allocator), release);
    try {
      database.collectionNames();
      return database;
    } catch (RuntimeException | Error e) {
      Closing.after(e, database.connection);
      throw e;
    }
  }

  @Override
  public RemoteCollection createCollection(CollectionSpec spec) {
    byte[] answer = action(Effect.WRITE, Actions.CREATE_COLLECTION, CollectionDocument.of(spec));
    return RemoteCollection.of(connection, description(answer));
  }

  @Override
  public RemoteCollection collection(String name) {
    byte[] answer = action(Effect.NONE, Actions.DESCRIBE_COLLECTION, new CollectionReference(name));
    return RemoteCollection.of(connection, description(answer));
  }

  @Override
  public List<String> collectionNames() {
    byte[] answer =
        connection.attempt(
            Effect.NONE, () -> connection.action(Actions.LIST_COLLECTIONS, new byte[0]));
    return Json.read(answer, CollectionList.class, "answer").collections();
  }

  @Override
  public void dropCollection(String name) {
    action(Effect.WRITE, Actions.DROP_COLLECTION, new CollectionReference(name));
  }

  /**
   * Opens a scan that was planned here or elsewhere, on this connection.
   *
   * @return a stream that holds its first batch's schema already: an error of the request is thrown
   *     here
   */
  public BatchStream openScan(ScanEndpoint endpoint) {
    return BatchStream.open(connection, endpoint.ticket());
  }

  /** The allocator that batches of this connection live in. */
  public BufferAllocator allocator() {
    return connection.allocator();
  }

  /** Closes the connection. Streams of it must be closed before. Idempotent. */
  @Override
  public void close() {
    try {
      connection.close();
    } finally {
      release.run();
    }
  }

  private byte[] action(Effect effect, String type, Object body) {
    return connection.attempt(effect, () -> connection.action(type, Json.write(body)));
  }

  private static CollectionDescription description(byte[] answer) {
    return Json.read(answer, CollectionDescription.class, "answer");
  }
}
