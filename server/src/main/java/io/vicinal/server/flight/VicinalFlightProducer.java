package io.vicinal.server.flight;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.CollectionStatistics;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.FusedRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VicinalException;
import io.vicinal.api.filter.FilterBinding;
import io.vicinal.arrow.ArrowSchemas;
import io.vicinal.arrow.RecordBatches;
import io.vicinal.protocol.FlightCommand;
import io.vicinal.protocol.FlightCommand.NearestDocument;
import io.vicinal.protocol.FusedBatches;
import io.vicinal.protocol.FusedCall;
import io.vicinal.protocol.Json;
import io.vicinal.protocol.ScanDocument;
import io.vicinal.protocol.TicketDocument;
import io.vicinal.protocol.TicketDocument.RecordsDocument;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.ActionType;
import org.apache.arrow.flight.Criteria;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightMethod;
import org.apache.arrow.flight.FlightProducer;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.SchemaResult;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Routes Flight calls to collections, and turns every error into one that clients understand. */
final class VicinalFlightProducer implements FlightProducer {
  private static final Logger LOG = LoggerFactory.getLogger(VicinalFlightProducer.class);

  /** What FlightInfo says where nothing was counted. */
  private static final long UNKNOWN = -1;

  private final BatchDatabase batches;
  private final FlightActions actions;
  private final FlightLimits limits;
  private final WriterFences fences = new WriterFences();
  private final Executor streams;
  private final Executor searches;
  private final ScheduledExecutorService watch;
  private final RunningCalls calls;
  private final Supplier<Location> location;

  /**
   * A producer.
   *
   * @param threads that run streams and queries
   * @param calls where calls are counted while they run
   * @param location where clients find this node
   */
  VicinalFlightProducer(
      BatchDatabase batches,
      FlightOptions options,
      BufferAllocator allocator,
      FlightThreads threads,
      RunningCalls calls,
      Supplier<Location> location) {
    this.batches = batches;
    this.actions = new FlightActions(batches.database());
    this.limits = new FlightLimits(allocator, options.maxBatchRows(), options.searchThreads());
    this.streams = threads.streams();
    this.searches = threads.searches();
    this.watch = threads.watch();
    this.calls = calls;
    this.location = location;
  }

  @Override
  public void listFlights(
      CallContext context, Criteria criteria, StreamListener<FlightInfo> listener) {
    answer(
        context,
        FlightMethod.LIST_FLIGHTS,
        () -> {
          List<String> names = batches.database().collectionNames();
          names.forEach(name -> infoIfReadable(name).ifPresent(listener::onNext));
          listener.onCompleted();
        });
  }

  @Override
  public FlightInfo getFlightInfo(CallContext context, FlightDescriptor descriptor) {
    return answer(context, FlightMethod.GET_FLIGHT_INFO, () -> info(scan(descriptor)));
  }

  @Override
  public SchemaResult getSchema(CallContext context, FlightDescriptor descriptor) {
    return answer(
        context, FlightMethod.GET_SCHEMA, () -> new SchemaResult(schema(scan(descriptor))));
  }

  @Override
  public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
    RunningCalls.Call call = begin(context, FlightMethod.DO_GET);
    try {
      ScanStream.send(open(TicketDocument.parse(ticket.getBytes())), listener, streams, call);
    } catch (RuntimeException | Error e) {
      throw failed(call, e);
    }
  }

  @Override
  public Runnable acceptPut(
      CallContext context, FlightStream stream, StreamListener<PutResult> acknowledgements) {
    return () -> {
      RunningCalls.Call call = begin(context, FlightMethod.DO_PUT);
      finish(
          call,
          () -> {
            ClientBatches sent = clientBatches(stream, context, call);
            FlightDescriptor descriptor = sent.descriptor();
            try (WriterFences.Fence fence = fence(descriptor)) {
              BatchCollection target = batches.collection(descriptor.getPath().get(0));
              new PutStream(target, fence, sent, acknowledgements, limits).run();
            }
            return true;
          });
    };
  }

  @Override
  public void doExchange(CallContext context, FlightStream reader, ServerStreamListener writer) {
    RunningCalls.Call call = begin(context, FlightMethod.DO_EXCHANGE);
    finish(
        call,
        () -> {
          ClientBatches queries = clientBatches(reader, context, call);
          NearestDocument nearest = FlightCommand.parse(command(queries.descriptor())).nearest();
          if (nearest == null) {
            throw invalid("DoExchange with a scan; expected the key 'nearest'");
          }
          VectorCollection collection = batches.database().collection(nearest.collection());
          NearestStream.answer(
              collection, nearest.search(), call, queries, writer, searches, limits);
          return true;
        });
  }

  @Override
  public void doAction(CallContext context, Action action, StreamListener<Result> listener) {
    answer(
        context,
        FlightMethod.DO_ACTION,
        () -> {
          listener.onNext(new Result(Json.write(actions.run(action.getType(), action.getBody()))));
          listener.onCompleted();
        });
  }

  @Override
  public void listActions(CallContext context, StreamListener<ActionType> listener) {
    answer(
        context,
        FlightMethod.LIST_ACTIONS,
        () -> {
          FlightActions.types().forEach(listener::onNext);
          listener.onCompleted();
        });
  }

  private Supplier<BatchSource> open(TicketDocument ticket) {
    if (ticket.scan() != null) {
      return open(ticket.scan());
    }
    if (ticket.records() != null) {
      return open(ticket.records());
    }
    if (ticket.fused() != null) {
      return open(ticket.fused());
    }
    throw invalid("a ticket for nothing; expected the key 'scan', 'records' or 'fused'");
  }

  private Supplier<BatchSource> open(ScanDocument scan) {
    BatchCollection collection = batches.collection(scan.collection());
    Integer shard = scan.shard();
    checkShard(scan, collection);
    if (shard == null && collection.shards() > 1) {
      return () -> new AllShardsScan(collection, scan.toRequest(), limits.allocator());
    }
    int one = shard == null ? 0 : shard;
    return () -> collection.scan(one, scan.toRequest(), limits.allocator());
  }

  private Supplier<BatchSource> open(RecordsDocument records) {
    VectorCollection collection = batches.database().collection(records.collection());
    RecordBatches layout = RecordBatches.of(collection.schema(), records.projection());
    records.ids().forEach(collection.schema()::checkId);
    return () ->
        new RecordSource(
            layout,
            collection.get(records.ids(), records.projection()).iterator(),
            () -> {},
            RecordSource.MAX_ROWS,
            limits.allocator());
  }

  private Supplier<BatchSource> open(FusedCall call) {
    VectorCollection collection = batches.database().collection(call.collection());
    FusedRequest request = call.search().toRequest(collection.schema());
    request.check(collection.schema());
    FusedBatches layout = FusedBatches.of(collection.schema(), request);
    return () -> new FusedSource(layout, collection.searchFused(request), limits.allocator());
  }

  private static void checkShard(ScanDocument scan, BatchCollection collection) {
    Integer shard = scan.shard();
    if (shard != null && shard >= collection.shards()) {
      throw invalid(
          "shard "
              + shard
              + " of collection '"
              + scan.collection()
              + "'; expected 0.."
              + (collection.shards() - 1));
    }
  }

  /** A collection that is damaged, or was dropped meanwhile, does not hide the others. */
  private Optional<FlightInfo> infoIfReadable(String collection) {
    try {
      return Optional.of(info(ScanDocument.all(collection)));
    } catch (VicinalException e) {
      LOG.warn("ListFlights leaves out collection '{}': {}", collection, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * What can be known to be wrong with a scan is refused here, before anybody reads an endpoint.
   */
  private FlightInfo info(ScanDocument scan) {
    BatchCollection collection = batches.collection(scan.collection());
    checkShard(scan, collection);
    CollectionSchema fields = collection.collection().schema();
    scan.toRequest().filter().ifPresent(filter -> FilterBinding.bind(filter, fields));
    Integer shard = scan.shard();
    IntStream shards =
        shard == null ? IntStream.range(0, collection.shards()) : IntStream.of(shard);
    List<FlightEndpoint> endpoints =
        shards
            .mapToObj(each -> new Ticket(Json.write(TicketDocument.of(scan.ofShard(each)))))
            .map(ticket -> new FlightEndpoint(ticket, location.get()))
            .toList();
    CollectionStatistics statistics = collection.collection().statistics();
    return new FlightInfo(
        ArrowSchemas.records(fields, scan.projection()),
        FlightDescriptor.path(scan.collection()),
        endpoints,
        shard == null ? statistics.bytes() : UNKNOWN,
        shard == null ? statistics.records() : UNKNOWN);
  }

  private Schema schema(ScanDocument scan) {
    CollectionSpec spec = batches.collection(scan.collection()).collection().spec();
    return ArrowSchemas.records(spec.schema(), scan.projection());
  }

  private static ScanDocument scan(FlightDescriptor descriptor) {
    if (!descriptor.isCommand()) {
      return ScanDocument.all(path(descriptor));
    }
    ScanDocument scan = FlightCommand.parse(descriptor.getCommand()).scan();
    if (scan == null) {
      throw invalid("a descriptor of searches; expected the key 'scan'");
    }
    return scan;
  }

  /** The fence of a stream of writes, whose path is the collection and maybe the writer's name. */
  private WriterFences.Fence fence(FlightDescriptor descriptor) {
    if (descriptor.isCommand()
        || descriptor.getPath().isEmpty()
        || descriptor.getPath().size() > 2) {
      throw invalid(
          "descriptor "
              + descriptor
              + "; expected a path with the collection's name, and a writer's name if wanted");
    }
    List<String> path = descriptor.getPath();
    return path.size() == 1 ? fences.unnamed() : fences.enter(path.get(0), path.get(1));
  }

  private static String path(FlightDescriptor descriptor) {
    if (descriptor.isCommand() || descriptor.getPath().size() != 1) {
      throw invalid(
          "descriptor " + descriptor + "; expected a path with the collection's name alone");
    }
    return descriptor.getPath().get(0);
  }

  private static byte[] command(FlightDescriptor descriptor) {
    if (!descriptor.isCommand()) {
      throw invalid("DoExchange with a path; expected a command with the key 'nearest'");
    }
    return descriptor.getCommand();
  }

  private static VicinalException invalid(String message) {
    return new VicinalException(ErrorCode.INVALID_ARGUMENT, message);
  }

  private ClientBatches clientBatches(
      FlightStream stream, CallContext context, RunningCalls.Call call) {
    ClientBatches sent = new ClientBatches(stream, context, watch);
    call.onStop(sent::stop);
    return sent;
  }

  private RunningCalls.Call begin(CallContext context, FlightMethod method) {
    try {
      return calls.begin(method.name(), RequestId.of(context));
    } catch (VicinalException e) {
      throw FlightErrors.of(e);
    }
  }

  private void answer(CallContext context, FlightMethod method, Runnable work) {
    finish(
        begin(context, method),
        () -> {
          work.run();
          return true;
        });
  }

  private <T> T answer(CallContext context, FlightMethod method, Supplier<T> work) {
    return finish(begin(context, method), work);
  }

  /** Does what a call asks for, and ends it. */
  private static <T> T finish(RunningCalls.Call call, Supplier<T> work) {
    try {
      T result = work.get();
      call.end(FlightErrors.OK);
      return result;
    } catch (RuntimeException | Error e) {
      throw failed(call, e);
    }
  }

  private static FlightRuntimeException failed(RunningCalls.Call call, Throwable error) {
    FlightRuntimeException told = FlightErrors.of(error);
    call.end(FlightErrors.statusName(told));
    return told;
  }
}
