package io.vicinal.client;

import io.vicinal.client.RemoteErrors.Effect;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Record batches as they come from a node: one root, loaded again and again. For one thread at a
 * time.
 *
 * <p>The node sends only as fast as batches are taken, a few of them ahead.
 */
public final class BatchStream implements AutoCloseable {
  private final Connection connection;
  private final FlightStream stream;
  private final VectorSchemaRoot root;
  private boolean closed;

  private BatchStream(Connection connection, FlightStream stream, VectorSchemaRoot root) {
    this.connection = connection;
    this.stream = stream;
    this.root = root;
  }

  static BatchStream open(Connection connection, String ticket) {
    Ticket flight = new Ticket(ticket.getBytes(StandardCharsets.UTF_8));
    return connection.attempt(
        Effect.NONE,
        () -> {
          FlightStream stream = connection.client().getStream(flight, connection.streamOptions());
          try {
            return new BatchStream(connection, stream, stream.getRoot());
          } catch (RuntimeException e) {
            closeAfter(stream, e);
            throw e;
          }
        });
  }

  /** The columns. */
  public Schema schema() {
    return root.getSchema();
  }

  /**
   * The root that {@link #loadNext} fills. Its vectors may be moved out of it, by transfer; what is
   * left in it is freed by the next load.
   */
  public VectorSchemaRoot root() {
    return root;
  }

  /** Waits for the next batch and loads it; false after the last. */
  public boolean loadNext() {
    try {
      return !closed && stream.next();
    } catch (RuntimeException e) {
      throw connection.error(e, Effect.NONE);
    }
  }

  /** Frees the root, and tells the node to stop if it is still sending; idempotent. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        stream.close();
      } catch (Exception e) {
        throw connection.error(e, Effect.NONE);
      }
    }
  }

  private static void closeAfter(FlightStream stream, RuntimeException failure) {
    try {
      stream.close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }
}
