package io.vicinal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import io.vicinal.protocol.SearchOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Nobody waits for ever for a node that is connected and says nothing. {@link SilentNodeIT} has
 * more of the waits that the request timeout ends.
 */
@Timeout(120)
final class SilentNodeTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final SilentPoints silent = new SilentPoints();

  @AfterEach
  void nothingIsLeft() throws Exception {
    silent.close();
  }

  @Test
  void aWriteEndsWithAnErrorThatSaysWhatToDo() {
    RemoteCollection points = silent.points(SilentPoints.SHORT);
    silent.assertSilent(
        ErrorCode.UNKNOWN_OUTCOME, () -> points.write(List.of(SilentPoints.upsert())));
  }

  @Test
  void anInterruptEndsEveryWait() throws InterruptedException {
    RemoteCollection points = silent.points(LONG);
    BatchWriter writer = points.openWriter();
    CompletableFuture<WriteResult> batch = writer.append(List.of(SilentPoints.upsert()));
    assertInterruptible(() -> writer.await(batch));
    assertInterruptible(writer::flush);
    assertInterruptible(writer::close);
    BatchWriter full = points.openWriter();
    assertInterruptible(() -> SilentPoints.fill(full));
    full.abort();
    assertInterruptible(() -> points.write(List.of(SilentPoints.upsert())));
    try (BatchStream scan = points.openScan(SilentPoints.scan())) {
      assertInterruptible(scan::loadNext);
    }
    try (NeighborStream searches = points.nearest(SearchOptions.nearest(1))) {
      silent.send(searches, 1);
      assertInterruptible(searches::loadNext);
    }
    silent.node().startNoScans();
    assertInterruptible(() -> points.openScan(SilentPoints.scan()));
  }

  @Test
  void anInterruptedThreadFreesWhatItCloses() {
    RemoteCollection points = silent.points(LONG);
    BatchStream scan = points.openScan(SilentPoints.scan());
    NeighborStream searches = points.nearest(SearchOptions.nearest(1));
    Thread.currentThread().interrupt();
    scan.close();
    searches.close();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void batchesThatDoNotFitLeaveNothingBehind() {
    BufferAllocator small = new RootAllocator(SilentPoints.LARGE_DIMENSION);
    RemoteCollection points = silent.points(SilentPoints.SHORT, small);
    try (BatchWriter writer = points.openWriter();
        NeighborStream searches = points.nearest(SearchOptions.nearest(1))) {
      assertThatThrownBy(() -> writer.append(List.of(SilentPoints.upsert())))
          .isInstanceOf(OutOfMemoryException.class);
      assertThatThrownBy(() -> silent.send(searches, 1)).isInstanceOf(OutOfMemoryException.class);
      writer.abort();
    }
    silent.closeAtTheEnd(small);
  }

  @Test
  void whoCannotConnectLeavesNothingBehind() {
    int port = silent.node().port();
    silent.node().close();
    ConnectionOptions options =
        ConnectionOptions.of("grpc://127.0.0.1:" + port).withRetry(RetryPolicy.NONE);
    assertThatThrownBy(() -> RemoteDatabase.connect(options, silent.allocator()))
        .hasMessageStartingWith("nothing answers at grpc://127.0.0.1:" + port);
    assertThat(silent.allocator().getAllocatedMemory()).isZero();
  }

  @Test
  void aStreamThatTheNodeEndsEarlyFails() {
    silent.node().endWritesEarly();
    RemoteCollection points = silent.points(LONG);
    for (int attempt = 0; attempt < 50; attempt++) {
      BatchWriter writer = points.openWriter();
      CompletableFuture<WriteResult> batch = writer.append(List.of(SilentPoints.upsert()));
      assertThatThrownBy(writer::close)
          .isInstanceOf(VicinalException.class)
          .hasMessage("the node ended the stream without an answer");
      assertThatThrownBy(batch::join)
          .hasRootCauseMessage("the node ended the stream without an answer");
    }
  }

  private static void assertInterruptible(ThrowingCallable wait) throws InterruptedException {
    AtomicReference<Throwable> error = new AtomicReference<>();
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                wait.call();
              } catch (Throwable e) {
                error.set(e);
              }
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    waiting.start();
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(
            () ->
                waiting.getState() == Thread.State.WAITING
                    || waiting.getState() == Thread.State.TIMED_WAITING
                    || !waiting.isAlive());
    waiting.interrupt();
    waiting.join();
    assertThat(error.get())
        .isInstanceOf(VicinalException.class)
        .hasMessageContaining("interrupted");
    assertThat(interrupted.get()).isTrue();
  }
}
