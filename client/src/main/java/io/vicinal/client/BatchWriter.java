package io.vicinal.client;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.Mutation;
import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import io.vicinal.arrow.WriteBatches;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A long-lived stream of writes to one collection. Batches are applied in the order in which they
 * are appended, each one atomically for each shard, and acknowledged in that order once they are
 * durable.
 *
 * <p>The first error ends the writer: the batch at fault and all batches after it fail with it,
 * those before it were applied. Nothing is tried again, for only the caller knows what must stay in
 * order; open another writer and append again what was not acknowledged. Doing so is safe for keys
 * with one writer (see {@link RetryPolicy}). A node that acknowledges nothing for the request
 * timeout, while it has something to acknowledge, ends the writer with {@link
 * ErrorCode#UNKNOWN_OUTCOME}.
 *
 * <p>Thread safe; batches of several threads come in some order.
 */
public final class BatchWriter implements AutoCloseable {
  private final Connection connection;
  private final WriteBatches layout;
  private final PutCall call;

  private BatchWriter(Connection connection, WriteBatches layout, PutCall call) {
    this.connection = connection;
    this.layout = layout;
    this.call = call;
  }

  static BatchWriter open(Connection connection, FlightDescriptor target, WriteBatches layout) {
    PutCall call = PutCall.start(connection, target, layout.schema());
    return new BatchWriter(connection, layout, call);
  }

  /** The columns that batches have: those of {@link io.vicinal.arrow.ArrowSchemas#writes}. */
  public Schema schema() {
    return layout.schema();
  }

  /**
   * Sends a batch. Waits while as many batches as the connection's options allow are without
   * acknowledgement.
   *
   * @param batch exactly the columns of {@link #schema}. It stays the caller's, who may close or
   *     clear it at once, but must not write to its memory before the future is done
   * @return what the batch did, once it is durable; it fails with the {@link VicinalException} that
   *     ended the writer. It is completed on a thread of the network: what depends on it must not
   *     block
   * @throws VicinalException what ended the writer before; {@link ErrorCode#INVALID_RECORD} if the
   *     columns are others
   */
  public CompletableFuture<WriteResult> append(VectorSchemaRoot batch) {
    List<String> found = names(batch.getSchema());
    if (!found.equals(names(schema()))) {
      throw new VicinalException(
          ErrorCode.INVALID_RECORD,
          "a batch with the columns " + found + "; expected " + names(schema()));
    }
    return call.send(batch);
  }

  /** As {@link #append(VectorSchemaRoot)}, for changes that fit the collection's schema. */
  public CompletableFuture<WriteResult> append(List<Mutation> mutations) {
    try (VectorSchemaRoot batch = layout.encode(mutations, connection.allocator())) {
      return call.send(batch);
    }
  }

  /**
   * Waits for a batch of this writer, as {@link #flush} does for all of them.
   *
   * @param batch what {@link #append} returned
   * @throws VicinalException what ended the writer, or an interrupt that ended the wait
   */
  public WriteResult await(CompletableFuture<WriteResult> batch) {
    return call.await(batch);
  }

  /** The number of batches without acknowledgement. */
  public int inFlight() {
    return call.inFlight();
  }

  /**
   * Waits until every batch is acknowledged.
   *
   * @throws VicinalException what ended the writer, or an interrupt that ended the wait
   */
  public void flush() {
    call.awaitAll();
  }

  /**
   * Ends the stream after every batch is acknowledged, and frees it in any case; idempotent. An
   * interrupt ends the wait and the stream; the outcome of batches without acknowledgement is
   * unknown.
   *
   * @throws VicinalException what ended the writer, unless it was thrown before
   */
  @Override
  public void close() {
    call.close();
  }

  /** Ends the stream at once; the outcome of batches without acknowledgement is unknown. */
  public void abort() {
    call.abort();
  }

  private static List<String> names(Schema schema) {
    return schema.getFields().stream().map(Field::getName).toList();
  }
}
