package io.vicinal.client;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.client.RemoteErrors.Effect;
import java.math.BigDecimal;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends streams whose node owes something and makes no progress for as long as a request may take.
 * Nothing else would notice a node that is connected and hangs: a stream has no deadline, because
 * it may rightly go on for hours.
 *
 * <p>One thread looks at all streams of a connection; it is there only while there are some. Thread
 * safe.
 */
final class SilenceWatch implements AutoCloseable {
  private static final int LOOKS_PER_TIMEOUT = 4;
  private static final long IDLE_SECONDS = 10;

  private final ConnectionOptions options;
  private final ScheduledThreadPoolExecutor timer;

  SilenceWatch(ConnectionOptions options) {
    this.options = options;
    this.timer = new ScheduledThreadPoolExecutor(1, SilenceWatch::thread);
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
    // The streams of a connection that was closed are over.
    timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  /** It outlives the task that happens to start it, whose class loader it must not keep. */
  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "vicinal-silence-watch");
    thread.setDaemon(true);
    thread.setContextClassLoader(SilenceWatch.class.getClassLoader());
    return thread;
  }

  /**
   * Watches a stream until the result is closed.
   *
   * @param cancel ends the stream; called once at most, and must not wait for the network
   */
  Stream watch(Effect effect, Consumer<VicinalException> cancel) {
    Stream stream = new Stream(effect, cancel);
    stream.start(timer);
    return stream;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private VicinalException silent(Effect effect) {
    BigDecimal seconds = BigDecimal.valueOf(options.requestTimeout().toMillis(), 3);
    return new VicinalException(
        effect == Effect.WRITE ? ErrorCode.UNKNOWN_OUTCOME : ErrorCode.UNAVAILABLE,
        options.uri()
            + " owes an answer and made no progress for "
            + seconds.stripTrailingZeros().toPlainString()
            + " seconds; if it may take longer, raise the request timeout (Spark:"
            + " request-timeout-seconds, Flink: sink.request-timeout)");
  }

  /** What a stream tells of itself. */
  final class Stream implements AutoCloseable {
    private final Effect effect;
    private final Consumer<VicinalException> cancel;
    private @Nullable ScheduledFuture<?> looks;
    private boolean waiting;
    private long progressNanos;
    private @Nullable VicinalException end;

    private Stream(Effect effect, Consumer<VicinalException> cancel) {
      this.effect = effect;
      this.cancel = cancel;
    }

    private synchronized void start(ScheduledThreadPoolExecutor executor) {
      long every = Math.max(1, options.requestTimeout().toNanos() / LOOKS_PER_TIMEOUT);
      looks = executor.scheduleWithFixedDelay(this::look, every, every, TimeUnit.NANOSECONDS);
    }

    /** The node owes something from now on, if it did not before. */
    synchronized void await() {
      if (!waiting) {
        waiting = true;
        progressNanos = System.nanoTime();
      }
    }

    /** The node did something, and owes more. */
    synchronized void progress() {
      progressNanos = System.nanoTime();
    }

    /** The node owes nothing. */
    synchronized void rest() {
      waiting = false;
    }

    /** What the watch ended the stream with, if it did. */
    synchronized @Nullable VicinalException end() {
      return end;
    }

    private void look() {
      VicinalException error;
      synchronized (this) {
        long silence = System.nanoTime() - progressNanos;
        if (!waiting || end != null || silence < options.requestTimeout().toNanos()) {
          return;
        }
        error = silent(effect);
        end = error;
      }
      close();
      cancel.accept(error);
    }

    @Override
    public synchronized void close() {
      if (looks != null) {
        looks.cancel(false);
      }
    }
  }
}
