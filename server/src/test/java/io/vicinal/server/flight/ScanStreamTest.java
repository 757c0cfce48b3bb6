package io.vicinal.server.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.Projection;
import io.vicinal.api.RecordCursor;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import io.vicinal.arrow.RecordBatches;
import io.vicinal.testkit.ExactDatabase;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scans that end before their client has read them; the allocator must be empty at the end. */
class ScanStreamTest {
  private final BufferAllocator memory = new RootAllocator();
  private final RunningCalls calls = new RunningCalls(CallObserver.NONE);
  private final RunningCalls.Call call = calls.begin("DO_GET", "1");
  private final Client client = new Client();
  private final Threads threads = new Threads();
  private final VectorCollection points =
      new ExactDatabase().createCollection(FlightFixture.POINTS);

  ScanStreamTest() {
    points.upsert(List.of(FlightFixture.point(1), FlightFixture.point(2)));
  }

  @AfterEach
  void everythingWasFreed() {
    memory.close();
  }

  @Test
  void closesAScanThatItsClientDoesNotReadWhenTheNodeWaitsNoLonger() {
    client.batchesUntilBusy = 1;
    start();
    assertThat(memory.getAllocatedMemory()).isPositive();
    calls.abandon();
    threads.run();
    assertThat(memory.getAllocatedMemory()).isZero();
    assertThatThrownBy(() -> calls.begin("DO_GET", "2")).isInstanceOf(VicinalException.class);
  }

  /** The late event was refused by the executor, and the scan stayed open. */
  @Test
  void closesAScanOfWhichTheClientLeavesAfterTheThreadsHaveEnded() {
    client.batchesUntilBusy = 1;
    start();
    threads.ended = true;
    client.cancelled = true;
    client.onCancel.run();
    assertThat(memory.getAllocatedMemory()).isZero();
    client.onReady.run();
  }

  @Test
  void sendsEverythingToAClientThatReads() {
    start();
    assertThat(client.batches).isEqualTo(2);
    assertThat(client.completed).isTrue();
  }

  @Test
  void freesTheScanOfAllShardsThatCannotBeOpened() {
    BatchCollection failing =
        new BatchCollection() {
          @Override
          public VectorCollection collection() {
            return points;
          }

          @Override
          public int shards() {
            return 2;
          }

          @Override
          public WriteResult write(VectorSchemaRoot batch) {
            throw new UnsupportedOperationException();
          }

          @Override
          public BatchSource scan(int shard, ScanRequest request, BufferAllocator allocator) {
            throw new IllegalStateException("on purpose");
          }
        };
    assertThatThrownBy(() -> new AllShardsScan(failing, ScanRequest.ALL, memory))
        .hasMessage("on purpose");
  }

  private void start() {
    ScanStream.send(
        () -> {
          RecordCursor records = points.scan(ScanRequest.ALL);
          RecordBatches layout = RecordBatches.of(points.schema(), Projection.ALL);
          return new RecordSource(layout, records, records::close, 1, memory);
        },
        client,
        threads,
        call);
    threads.run();
  }

  /** Runs tasks when the test says so. */
  private static final class Threads implements Executor {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean ended;

    @Override
    public void execute(Runnable task) {
      if (ended) {
        throw new RejectedExecutionException("ended");
      }
      tasks.add(task);
    }

    void run() {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }
  }

  /** Takes a few batches, and no more. */
  private static final class Client implements ServerStreamListener {
    private Runnable onReady = () -> {};
    private Runnable onCancel = () -> {};
    private int batchesUntilBusy = Integer.MAX_VALUE;
    private int batches;
    private boolean cancelled;
    private boolean completed;

    @Override
    public boolean isCancelled() {
      return cancelled;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {
      onCancel = handler;
    }

    @Override
    public boolean isReady() {
      return batches < batchesUntilBusy;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
      onReady = handler;
    }

    @Override
    public void start(
        VectorSchemaRoot root, @Nullable DictionaryProvider dictionaries, IpcOption option) {}

    @Override
    public void putNext() {
      batches++;
    }

    @Override
    public void putNext(ArrowBuf metadata) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void putMetadata(ArrowBuf metadata) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void error(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    public void completed() {
      completed = true;
    }

    @Override
    public void setUseZeroCopy(boolean enabled) {}
  }
}
