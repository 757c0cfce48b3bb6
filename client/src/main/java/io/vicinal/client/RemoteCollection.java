package io.vicinal.client;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.CollectionStatistics;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.FusedNeighbor;
import io.vicinal.api.FusedRequest;
import io.vicinal.api.FusedResult;
import io.vicinal.api.Mutation;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordCursor;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.SearchQuery;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchResult;
import io.vicinal.api.SearchStatistics;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import io.vicinal.arrow.ColumnValues;
import io.vicinal.arrow.RecordBatches;
import io.vicinal.arrow.WriteBatches;
import io.vicinal.client.RemoteErrors.Effect;
import io.vicinal.protocol.Actions;
import io.vicinal.protocol.CollectionDescription;
import io.vicinal.protocol.CollectionReference;
import io.vicinal.protocol.FlightCommand;
import io.vicinal.protocol.FusedBatches;
import io.vicinal.protocol.FusedCall;
import io.vicinal.protocol.FusedDocument;
import io.vicinal.protocol.Json;
import io.vicinal.protocol.NearestColumns;
import io.vicinal.protocol.NearestProgress;
import io.vicinal.protocol.ScanDocument;
import io.vicinal.protocol.SearchOptions;
import io.vicinal.protocol.TicketDocument;
import io.vicinal.protocol.TicketDocument.RecordsDocument;
import io.vicinal.protocol.WriterName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * A collection on a node. Thread safe.
 *
 * <p>Beside the records of {@link VectorCollection} it moves Arrow batches, for connectors: {@link
 * #openWriter}, {@link #planScan} and {@link #nearest}.
 */
public final class RemoteCollection implements VectorCollection {
  private final Connection connection;
  private final CollectionSpec spec;
  private final WriteBatches writes;

  private RemoteCollection(Connection connection, CollectionSpec spec) {
    this.connection = connection;
    this.spec = spec;
    this.writes = WriteBatches.of(spec.schema());
  }

  static RemoteCollection of(Connection connection, CollectionDescription description) {
    return new RemoteCollection(connection, description.collection().toSpec());
  }

  @Override
  public CollectionSpec spec() {
    return spec;
  }

  @Override
  public WriteResult write(List<Mutation> mutations) {
    mutations.forEach(this::check);
    return connection.attempt(Effect.WRITE, () -> writeOnce(mutations));
  }

  @Override
  public List<VectorRecord> get(List<RecordId> ids, Projection projection) {
    RecordBatches layout = RecordBatches.of(schema(), projection);
    ids.forEach(schema()::checkId);
    String ticket =
        Json.writeString(TicketDocument.of(new RecordsDocument(name(), ids, projection)));
    return connection.attempt(
        Effect.NONE,
        () -> {
          List<VectorRecord> records = new ArrayList<>();
          try (BatchStream batches = BatchStream.open(connection, ticket)) {
            while (batches.loadNext()) {
              for (int row = 0; row < batches.root().getRowCount(); row++) {
                records.add(layout.read(batches.root(), row));
              }
            }
          }
          return records;
        });
  }

  @Override
  public SearchResult search(SearchRequest request) {
    request.check(schema());
    SearchOptions options = SearchOptions.of(request);
    return connection.attempt(Effect.NONE, () -> searchOnce(options, request.query()));
  }

  @Override
  public FusedResult searchFused(FusedRequest request) {
    request.check(schema());
    FusedBatches layout = FusedBatches.of(schema(), request);
    FusedCall call = new FusedCall(name(), FusedDocument.of(request));
    String ticket = Json.writeString(TicketDocument.of(call));
    return connection.attempt(
        Effect.NONE,
        () -> {
          List<FusedNeighbor> neighbors = new ArrayList<>();
          try (BatchStream batches = BatchStream.open(connection, ticket)) {
            while (batches.loadNext()) {
              for (int row = 0; row < batches.root().getRowCount(); row++) {
                neighbors.add(layout.read(batches.root(), row));
              }
            }
            return new FusedResult(neighbors, FusedBatches.statistics(batches.schema()));
          }
        });
  }

  @Override
  public RecordCursor scan(ScanRequest request) {
    RecordBatches layout = RecordBatches.of(schema(), request.projection());
    TicketDocument ticket = TicketDocument.of(ScanDocument.of(name(), request));
    return new BatchCursor(BatchStream.open(connection, Json.writeString(ticket)), layout);
  }

  @Override
  public CollectionStatistics statistics() {
    byte[] answer = action(Effect.NONE, Actions.DESCRIBE_COLLECTION);
    return Json.read(answer, CollectionDescription.class, "answer").statistics();
  }

  @Override
  public void flush() {
    action(Effect.NONE, Actions.FLUSH);
  }

  /** Opens a stream of writes. */
  public BatchWriter openWriter() {
    return BatchWriter.open(connection, FlightDescriptor.path(name()), writes);
  }

  /**
   * Opens a stream of writes of a named writer, which takes the place of that writer's former
   * stream: before the first batch of this one is applied, the former is over, and batches of it
   * that are still on their way are refused with {@link io.vicinal.api.ErrorCode#WRITER_REPLACED}.
   * So nothing is overtaken by what a writer sends again after its connection broke.
   *
   * @param writer unique among those who write at the same time
   */
  public BatchWriter openWriter(String writer) {
    return openWriter(WriterName.alone(writer));
  }

  /**
   * As {@link #openWriter(String)}, for one of several writers that share a task. Its stream also
   * takes the place of those of its group that were opened when the group had another number of
   * members.
   *
   * @param writer unique among those who write at the same time
   */
  public BatchWriter openWriter(WriterName writer) {
    FlightDescriptor target = FlightDescriptor.path(name(), writer.toString());
    return BatchWriter.open(connection, target, writes);
  }

  /**
   * Plans a scan that several processes can read in parallel, one endpoint each.
   *
   * <p>A limit holds for each endpoint: who reads several stops at the limit himself. Each endpoint
   * shows its shard as of the moment it is opened.
   */
  public List<ScanEndpoint> planScan(ScanRequest request) {
    request.projection().check(schema());
    byte[] command = Json.write(FlightCommand.of(ScanDocument.of(name(), request)));
    FlightInfo info =
        connection.attempt(
            Effect.NONE,
            () ->
                connection
                    .client()
                    .getInfo(FlightDescriptor.command(command), connection.requestOptions()));
    return info.getEndpoints().stream()
        .map(
            endpoint ->
                new ScanEndpoint(
                    connection.options().uri().toString(),
                    new String(endpoint.getTicket().getBytes(), StandardCharsets.UTF_8)))
        .toList();
  }

  /** Opens an endpoint of {@link #planScan} on this connection. */
  public BatchStream openScan(ScanEndpoint endpoint) {
    return BatchStream.open(connection, endpoint.ticket());
  }

  /**
   * Opens a stream of searches.
   *
   * @throws VicinalException if the options do not fit the schema, or have a query in place of the
   *     query vectors to come, which {@link #search} takes
   */
  public NeighborStream nearest(SearchOptions options) {
    if (options.query(schema()).isPresent()) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "a stream of query vectors with the key 'recommend' or 'sparse'; expected neither");
    }
    options.toRequest(schema(), DenseVector.of());
    int dimension = options.vectorField(schema()).dimension();
    return NeighborStream.open(connection, name(), options, dimension);
  }

  /** The allocator that batches of this collection live in. */
  public BufferAllocator allocator() {
    return connection.allocator();
  }

  private void check(Mutation mutation) {
    if (mutation instanceof Mutation.Upsert upsert) {
      schema().check(upsert.record());
    } else {
      schema().checkId(mutation.id());
    }
  }

  private WriteResult writeOnce(List<Mutation> mutations) {
    try (BatchWriter writer = openWriter()) {
      return writer.await(writer.append(mutations));
    }
  }

  private SearchResult searchOnce(SearchOptions options, SearchQuery query) {
    NeighborRows rows = new NeighborRows(schema(), options);
    // Of no matter where no query vectors are sent.
    int dimension =
        options.query(schema()).isPresent() ? 1 : options.vectorField(schema()).dimension();
    try (NeighborStream stream = NeighborStream.open(connection, name(), options, dimension)) {
      if (query instanceof DenseVector vector) {
        send(vector, stream);
      }
      stream.finishSending();
      while (stream.loadNext()) {
        rows.add(stream.root());
      }
      NearestProgress progress = stream.progress();
      String plan = progress.plan() == null ? "" : progress.plan();
      return rows.result(new SearchStatistics(progress.distanceComputations(), plan));
    }
  }

  private void send(DenseVector query, NeighborStream stream) {
    try (VectorSchemaRoot batch =
        VectorSchemaRoot.create(stream.querySchema(), connection.allocator())) {
      ColumnValues.writeVector(batch.getVector(NearestColumns.VECTOR), 0, query);
      batch.setRowCount(1);
      stream.send(batch);
    }
  }

  private byte[] action(Effect effect, String type) {
    byte[] body = Json.write(new CollectionReference(name()));
    return connection.attempt(effect, () -> connection.action(type, body));
  }
}
