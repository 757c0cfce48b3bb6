package io.vicinal.client;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.CollectionStatistics;
import io.vicinal.api.Projection;
import io.vicinal.arrow.ArrowSchemas;
import io.vicinal.protocol.Actions;
import io.vicinal.protocol.CollectionDescription;
import io.vicinal.protocol.CollectionDocument;
import io.vicinal.protocol.CollectionList;
import io.vicinal.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * A node with one collection, which takes every stream and answers none. It leaves to the garbage
 * collector what clients send and it does not read.
 */
final class SilentNode implements AutoCloseable {
  private final CollectionSpec spec;
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger streams = new AtomicInteger();
  private final BufferAllocator allocator = new RootAllocator();
  private final FlightServer server;
  private volatile boolean startsScans = true;
  private volatile boolean endsWrites;

  private SilentNode(CollectionSpec spec, String host) {
    this.spec = spec;
    Location anyPort = Location.forGrpcInsecure(host, 0);
    this.server = FlightServer.builder(allocator, anyPort, new Producer()).build();
  }

  static SilentNode start(CollectionSpec spec, String host) {
    SilentNode node = new SilentNode(spec, host);
    try {
      node.server.start();
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getPort();
  }

  /** From now on scans have not even a schema. */
  void startNoScans() {
    startsScans = false;
  }

  /** From now on streams of writes end after their first batch, without an answer. */
  void endWritesEarly() {
    endsWrites = true;
  }

  /** How many streams came. */
  int streams() {
    return streams.get();
  }

  @Override
  public void close() {
    end.countDown();
    try {
      server.shutdown();
      server.awaitTermination();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void keepSilent() {
    streams.incrementAndGet();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Producer extends NoOpFlightProducer {
    @Override
    public void doAction(CallContext context, Action action, StreamListener<Result> answer) {
      Object document =
          action.getType().equals(Actions.LIST_COLLECTIONS)
              ? new CollectionList(List.of(spec.name()))
              : new CollectionDescription(
                  CollectionDocument.of(spec), new CollectionStatistics(0, 0, 0, 0, 0, Map.of()));
      answer.onNext(new Result(Json.write(document)));
      answer.onCompleted();
    }

    @Override
    public Runnable acceptPut(
        CallContext context, FlightStream stream, StreamListener<PutResult> acknowledgements) {
      return endsWrites ? stream::next : SilentNode.this::keepSilent;
    }

    @Override
    public void doExchange(CallContext context, FlightStream reader, ServerStreamListener writer) {
      keepSilent();
    }

    @Override
    public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
      try (VectorSchemaRoot root =
          VectorSchemaRoot.create(
              ArrowSchemas.records(spec.schema(), Projection.ID_ONLY), allocator)) {
        if (startsScans) {
          listener.start(root);
        }
        keepSilent();
      }
    }
  }
}
