package io.vicinal.server.flight;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.Neighbor;
import io.vicinal.api.SearchQuery;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchResult;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import io.vicinal.protocol.NearestProgress;
import io.vicinal.protocol.SearchOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a stream of searches: reads batches of queries, runs the queries of a batch
 * in parallel, and sends their neighbours in order. Runs on one worker thread, which may wait.
 *
 * <p>When a client cancels, Flight frees the stream of queries on gRPC's thread, right after the
 * cancel handler, be the worker in the middle of reading it or not. So:
 *
 * <ol>
 *   <li>the worker touches the stream, and ends the call, only while it holds {@link #streamLock}
 *       and has seen under it that the call is not cancelled;
 *   <li>the handler marks the call as cancelled, interrupts a worker that holds the lock (it may be
 *       waiting for the client's next batch), and returns after it got the lock once.
 * </ol>
 */
final class NearestStream {
  /** So many neighbours are found before any is sent: queries are answered in groups. */
  private static final int GROUP_ROWS = 1 << 15;

  private final VectorCollection collection;
  private final SearchOptions options;
  private final ClientBatches queries;
  private final RunningCalls.Call call;
  private final ServerStreamListener client;
  private final ParallelSearch search;
  private final BufferAllocator allocator;
  private final int maxBatchRows;
  private final Thread worker = Thread.currentThread();
  private final ReentrantLock streamLock = new ReentrantLock();
  private final Object readiness = new Object();
  private volatile boolean cancelled;
  private long received;
  private long answered;

  private NearestStream(
      VectorCollection collection,
      SearchOptions options,
      RunningCalls.Call call,
      ClientBatches queries,
      ServerStreamListener client,
      Executor searches,
      FlightLimits limits) {
    this.collection = collection;
    this.options = options;
    this.call = call;
    this.queries = queries;
    this.client = client;
    this.search = new ParallelSearch(collection, options, searches, limits.searchThreads());
    this.allocator = limits.allocator();
    this.maxBatchRows = limits.maxBatchRows();
  }

  /** Answers a stream of queries on the calling thread; returns when the call is over. */
  static void answer(
      VectorCollection collection,
      SearchOptions options,
      RunningCalls.Call call,
      ClientBatches queries,
      ServerStreamListener client,
      Executor searches,
      FlightLimits limits) {
    new NearestStream(collection, options, call, queries, client, searches, limits).run();
  }

  private void run() {
    client.setOnReadyHandler(this::wakeWorker);
    client.setOnCancelHandler(this::cancel);
    noticeCancel();
    try {
      answerAll();
      end(client::completed);
      call.end(cancelled ? FlightErrors.CANCELLED : FlightErrors.OK);
    } catch (RuntimeException | Error e) {
      endFailed(e);
    }
  }

  /** A cancel interrupts the worker: what it fails with then is no error. */
  private void endFailed(Throwable failure) {
    noticeCancel();
    if (cancelled) {
      call.end(FlightErrors.CANCELLED);
      return;
    }
    FlightRuntimeException told = FlightErrors.of(failure);
    end(() -> client.error(told));
    call.end(cancelled ? FlightErrors.CANCELLED : FlightErrors.statusName(told));
  }

  /** Only ever to true: the cancel handler may say so at any time on another thread. */
  private void noticeCancel() {
    if (client.isCancelled()) {
      cancelled = true;
    }
  }

  private void answerAll() {
    CollectionSchema schema = collection.schema();
    try (NeighborBatch neighbors = NeighborBatch.create(schema, options, allocator)) {
      client.start(neighbors.root());
      Optional<SearchQuery> one = options.query(schema);
      if (one.isPresent()) {
        answerOne(one.get(), neighbors);
        return;
      }
      VectorField field = options.vectorField(schema);
      int group = Math.max(1, GROUP_ROWS / options.selection().size());
      for (List<DenseVector> batch = readBatch(field); batch != null; batch = readBatch(field)) {
        for (int from = 0; from < batch.size() && !cancelled; from += group) {
          answerGroup(batch.subList(from, Math.min(batch.size(), from + group)), neighbors);
        }
      }
    }
  }

  private void answerOne(SearchQuery query, NeighborBatch neighbors) {
    // Whatever comes is refused, unless it is empty: any field will do.
    VectorField field = collection.schema().vectorFields().get(0);
    for (List<DenseVector> batch = readBatch(field); batch != null; batch = readBatch(field)) {
      if (!batch.isEmpty()) {
        throw new VicinalException(
            ErrorCode.INVALID_ARGUMENT,
            "query vectors beside the key '"
                + (options.recommend() != null ? "recommend" : "sparse")
                + "'; expected one of the two");
      }
    }
    SearchRequest request = options.toRequest(collection.schema(), query);
    if (!cancelled) {
      SearchResult result = collection.search(request);
      if (awaitReady()) {
        send(List.of(result), neighbors);
      }
    }
  }

  private void answerGroup(List<DenseVector> group, NeighborBatch neighbors) {
    List<SearchResult> results = search.run(group, () -> cancelled);
    int from = 0;
    while (from < results.size() && awaitReady()) {
      int to = endOfMessage(results, from);
      send(results.subList(from, to), neighbors);
      from = to;
    }
  }

  /**
   * The results that fill a message, one at least: all neighbours of a query are in one message.
   */
  private static int endOfMessage(List<SearchResult> results, int from) {
    int to = from;
    for (long bytes = 0; to < results.size() && bytes < RecordSize.MESSAGE_BYTES; to++) {
      for (Neighbor neighbor : results.get(to).neighbors()) {
        bytes += RecordSize.of(neighbor.record());
      }
    }
    return to;
  }

  private void send(List<SearchResult> results, NeighborBatch neighbors) {
    neighbors.load(Math.toIntExact(answered), results);
    answered += results.size();
    long computations =
        results.stream().mapToLong(result -> result.statistics().distanceComputations()).sum();
    String plan = results.size() == 1 ? results.get(0).statistics().plan() : null;
    client.putNext(Metadata.of(new NearestProgress(answered, computations, plan), allocator));
  }

  /** The next queries, or null after the last and when nobody wants answers any more. */
  private @Nullable List<DenseVector> readBatch(VectorField field) {
    streamLock.lock();
    try {
      if (cancelled || !queries.next()) {
        return null;
      }
      VectorSchemaRoot batch = queries.root();
      Limits.checkRows(batch.getRowCount(), maxBatchRows);
      Limits.checkQueries(received, batch.getRowCount());
      List<DenseVector> vectors = QueryColumn.read(batch, field, received, allocator);
      received += vectors.size();
      return vectors;
    } finally {
      streamLock.unlock();
    }
  }

  private boolean awaitReady() {
    synchronized (readiness) {
      while (!client.isReady() && !cancelled) {
        try {
          readiness.wait();
        } catch (InterruptedException e) {
          // Only a cancel interrupts the worker; the loop's condition says so then.
          noticeCancel();
        }
      }
    }
    return !cancelled;
  }

  private void wakeWorker() {
    synchronized (readiness) {
      readiness.notifyAll();
    }
  }

  private void cancel() {
    cancelled = true;
    wakeWorker();
    if (!streamLock.tryLock()) {
      worker.interrupt();
      streamLock.lock();
    }
    streamLock.unlock();
  }

  private void end(Runnable lastMessage) {
    streamLock.lock();
    try {
      if (!cancelled) {
        lastMessage.run();
      }
    } finally {
      streamLock.unlock();
    }
  }
}
