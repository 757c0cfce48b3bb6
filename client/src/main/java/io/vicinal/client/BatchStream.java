package io.vicinal.client;

import io.vicinal.client.RemoteErrors.Effect;
import java.nio.charset.StandardCharsets;
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
  private final ReadCall call;
  private final VectorSchemaRoot root;
  private boolean closed;

  private BatchStream(ReadCall call, VectorSchemaRoot root) {
    this.call = call;
    this.root = root;
  }

  static BatchStream open(Connection connection, String ticket) {
    Ticket flight = new Ticket(ticket.getBytes(StandardCharsets.UTF_8));
    return connection.attempt(
        Effect.NONE,
        () -> {
          ReadCall call =
              new ReadCall(
                  connection, connection.client().getStream(flight, connection.streamOptions()));
          try {
            return new BatchStream(call, call.await(call.stream()::getRoot));
          } catch (RuntimeException e) {
            Closing.after(e, call);
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

  /**
   * Waits for the next batch and loads it; false after the last. An interrupt ends the wait.
   *
   * @throws io.vicinal.api.VicinalException what ended the stream; {@link
   *     io.vicinal.api.ErrorCode#UNAVAILABLE} also if no batch came for the request timeout
   */
  public boolean loadNext() {
    return !closed && call.await(call.stream()::next);
  }

  /** Frees the root, and tells the node to stop if it is still sending; idempotent. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      call.close();
    }
  }
}
