package io.vicinal.flink;

import io.vicinal.protocol.WriterName;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.OperatorIOMetricGroup;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.flink.util.function.ThrowingRunnable;

/** A task without Flink: mail and timers run when the test's thread asks for them. */
final class FakeTask {
  private static final long LONGEST_WAIT_SECONDS = 20;

  final Mailbox mailbox = new Mailbox();
  final Timers timers = new Timers();
  final Metrics metrics = new Metrics();

  TaskServices services() {
    return new TaskServices(mailbox, timers, metrics, WriterName.alone("writer"));
  }

  /** Mail that any thread posts and the task's thread takes. */
  static final class Mailbox implements MailboxExecutor {
    private final BlockingQueue<ThrowingRunnable<? extends Exception>> mail =
        new LinkedBlockingQueue<>();

    @Override
    public void execute(
        MailOptions options,
        ThrowingRunnable<? extends Exception> command,
        String description,
        Object... arguments) {
      mail.add(command);
    }

    @Override
    public void yield() throws InterruptedException {
      ThrowingRunnable<? extends Exception> next =
          mail.poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new IllegalStateException("no mail came");
      }
      run(next);
    }

    @Override
    public boolean tryYield() {
      ThrowingRunnable<? extends Exception> next = mail.poll();
      if (next != null) {
        run(next);
      }
      return next != null;
    }

    @Override
    public boolean shouldInterrupt() {
      return !mail.isEmpty();
    }

    private static void run(ThrowingRunnable<? extends Exception> command) {
      try {
        command.run();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new FlinkRuntimeException(e);
      }
    }
  }

  /** A clock that the test moves. */
  static final class Timers implements ProcessingTimeService {
    private record Timer(long at, long number, ProcessingTimeCallback callback) {}

    private final PriorityQueue<Timer> timers =
        new PriorityQueue<>(Comparator.comparingLong(Timer::at).thenComparingLong(Timer::number));
    private long now = 1_000_000;
    private long registered;

    @Override
    public long getCurrentProcessingTime() {
      return now;
    }

    @Override
    public ScheduledFuture<?> registerTimer(long at, ProcessingTimeCallback callback) {
      timers.add(new Timer(at, registered++, callback));
      return new Registered();
    }

    /** Moves the clock and runs the timers that come due on the way. */
    void advance(long millis) throws Exception {
      long end = now + millis;
      while (!timers.isEmpty() && timers.peek().at() <= end) {
        Timer next = timers.remove();
        now = Math.max(now, next.at());
        next.callback().onProcessingTime(now);
      }
      now = end;
    }
  }

  private static final class Registered extends CompletableFuture<Object>
      implements ScheduledFuture<Object> {
    @Override
    public long getDelay(TimeUnit unit) {
      return 0;
    }

    @Override
    public int compareTo(Delayed other) {
      return 0;
    }
  }

  /** Metrics by name. */
  static final class Metrics extends UnregisteredMetricsGroup implements SinkWriterMetricGroup {
    private final Map<String, Counter> counters = new HashMap<>();
    private final Map<String, Gauge<?>> gauges = new HashMap<>();
    private String refused = "";

    /** Takes no gauge of that name. */
    void refuse(String gauge) {
      refused = gauge;
    }

    long count(String name) {
      return counter(name).getCount();
    }

    Set<String> names() {
      Set<String> names = new TreeSet<>(counters.keySet());
      names.addAll(gauges.keySet());
      return names;
    }

    Object gauge(String name) {
      Gauge<?> gauge = gauges.get(name);
      if (gauge == null) {
        throw new IllegalArgumentException("no gauge " + name + " in " + gauges.keySet());
      }
      return gauge.getValue();
    }

    @Override
    public Counter counter(String name) {
      return counters.computeIfAbsent(name, super::counter);
    }

    @Override
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
      if (name.equals(refused)) {
        throw new IllegalStateException("no gauge " + name);
      }
      gauges.put(name, gauge);
      return gauge;
    }

    @Override
    public OperatorIOMetricGroup getIOMetricGroup() {
      return createOperatorIOMetricGroup();
    }

    // Deprecated by Flink, which still declares it.
    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester")
    public Counter getNumRecordsOutErrorsCounter() {
      return counter("numRecordsOutErrors");
    }

    @Override
    public Counter getNumRecordsSendErrorsCounter() {
      return counter("numRecordsSendErrors");
    }

    @Override
    public Counter getNumRecordsSendCounter() {
      return counter("numRecordsSend");
    }

    @Override
    public Counter getNumBytesSendCounter() {
      return counter("numBytesSend");
    }

    @Override
    public void setCurrentSendTimeGauge(Gauge<Long> gauge) {
      gauge("currentSendTime", gauge);
    }
  }
}
