package io.vicinal.client;

import io.vicinal.client.RemoteErrors.Effect;
import io.vicinal.protocol.FlightCommand;
import io.vicinal.protocol.FlightCommand.NearestDocument;
import io.vicinal.protocol.Json;
import io.vicinal.protocol.NearestColumns;
import io.vicinal.protocol.NearestProgress;
import io.vicinal.protocol.SearchOptions;
import org.apache.arrow.flight.FlightClient.ClientStreamListener;
import org.apache.arrow.flight.FlightClient.ExchangeReaderWriter;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A stream of searches with the same options: batches of query vectors go out, batches of
 * neighbours come in, in the order of the queries (see {@link NearestColumns} for the columns).
 * Every batch of queries is answered by one or more batches of neighbours, and all neighbours of a
 * query are in one of them. For one thread at a time.
 *
 * <p>To keep the node busy, send a batch or two ahead:
 *
 * <pre>{@code
 * stream.send(first);
 * while (more) {
 *   stream.send(next);
 *   do { stream.loadNext(); use(stream.root()); } while (stream.answered() < queriesOfThePrevious);
 * }
 * stream.finishSending();
 * while (stream.loadNext()) { use(stream.root()); }
 * }</pre>
 */
public final class NeighborStream implements AutoCloseable {
  /**
   * The most batches of queries that may wait for their answer. Both sides take a few messages
   * ahead, so that with these a single thread that sends first and receives later is never stuck.
   */
  public static final int MAX_UNANSWERED = 4;

  private final Connection connection;
  private final ReadCall call;
  private final ClientStreamListener writer;
  private final VectorSchemaRoot queries;
  private final long[] ends = new long[MAX_UNANSWERED];
  private int unanswered;
  private long sent;
  private NearestProgress progress = new NearestProgress(0, 0, null);
  private boolean closed;

  private NeighborStream(
      Connection connection, ReadCall call, ClientStreamListener writer, VectorSchemaRoot queries) {
    this.connection = connection;
    this.call = call;
    this.writer = writer;
    this.queries = queries;
  }

  static NeighborStream open(
      Connection connection, String collection, SearchOptions options, int dimension) {
    VectorSchemaRoot queries =
        VectorSchemaRoot.create(NearestColumns.queries(dimension), connection.allocator());
    FlightCommand command = FlightCommand.of(new NearestDocument(collection, options));
    ReadCall call = null;
    try {
      ExchangeReaderWriter exchange =
          connection
              .client()
              .doExchange(
                  FlightDescriptor.command(Json.write(command)), connection.streamOptions());
      call = new ReadCall(connection, exchange.getReader());
      exchange.getWriter().start(queries);
      return new NeighborStream(connection, call, exchange.getWriter(), queries);
    } catch (RuntimeException e) {
      queries.close();
      if (call != null) {
        Closing.after(e, call);
      }
      throw connection.error(e, Effect.NONE);
    }
  }

  /** The columns of batches of queries: {@value NearestColumns#VECTOR}. */
  public Schema querySchema() {
    return queries.getSchema();
  }

  /**
   * Sends a batch of queries.
   *
   * @param batch the one column of {@link #querySchema}. It stays the caller's, who may close or
   *     clear it at once, but must not write to its memory before it is answered
   * @throws IllegalStateException if {@value #MAX_UNANSWERED} batches wait for their answer
   * @throws io.vicinal.api.VicinalException what ended the stream; {@link
   *     io.vicinal.api.ErrorCode#UNAVAILABLE} also if the node took nothing for the request timeout
   */
  public void send(VectorSchemaRoot batch) {
    if (unanswered == MAX_UNANSWERED) {
      throw new IllegalStateException(
          MAX_UNANSWERED + " batches of queries wait for their answer; load answers first");
    }
    try {
      BatchLoading.load(batch, queries, connection.allocator());
      call.send(writer);
    } finally {
      queries.clear();
    }
    sent += batch.getRowCount();
    if (batch.getRowCount() > 0) {
      ends[unanswered++] = sent;
    }
  }

  /**
   * Says that no more queries come, so that {@link #loadNext} turns false after the last answer.
   */
  public void finishSending() {
    try {
      writer.completed();
    } catch (RuntimeException e) {
      throw call.error(e);
    }
  }

  /**
   * Waits for the next batch of neighbours and loads it; false after the last. An interrupt ends
   * the wait.
   *
   * @throws io.vicinal.api.VicinalException what ended the stream: the queries that were not
   *     answered may be sent on another one. {@link io.vicinal.api.ErrorCode#UNAVAILABLE} also if
   *     no batch came for the request timeout
   */
  public boolean loadNext() {
    FlightStream reader = call.stream();
    if (closed || !call.await(reader::next)) {
      return false;
    }
    try {
      ArrowBuf metadata = reader.getLatestMetadata();
      byte[] json = new byte[(int) metadata.readableBytes()];
      metadata.getBytes(metadata.readerIndex(), json);
      advance(NearestProgress.parse(json));
      return true;
    } catch (RuntimeException e) {
      throw call.error(e);
    }
  }

  /** The root that {@link #loadNext} fills; see {@link BatchStream#root}. */
  public VectorSchemaRoot root() {
    return call.await(call.stream()::getRoot);
  }

  /** The number of queries sent. */
  public long sent() {
    return sent;
  }

  /** The number of queries answered, from the first on; those without neighbours have no row. */
  public long answered() {
    return progress.answered();
  }

  /** What the node says of the batch of neighbours that was loaded last. */
  public NearestProgress progress() {
    return progress;
  }

  /** Ends the stream, answered or not; idempotent. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      queries.close();
    } finally {
      call.close();
    }
  }

  private void advance(NearestProgress next) {
    progress = next;
    int done = 0;
    while (done < unanswered && ends[done] <= next.answered()) {
      done++;
    }
    System.arraycopy(ends, done, ends, 0, unanswered - done);
    unanswered -= done;
  }
}
