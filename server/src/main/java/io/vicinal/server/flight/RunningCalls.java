package io.vicinal.server.flight;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.server.flight.CallObserver.EndedCall;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The calls that are running, so that a node that stops can let them finish. Thread safe.
 *
 * <p>Streams that wait for their client may do so for ever: they are told when the node stops.
 */
final class RunningCalls {
  private final CallObserver observer;
  private final Set<Call> running = new HashSet<>();
  private boolean stopping;
  private boolean abandoned;

  RunningCalls(CallObserver observer) {
    this.observer = observer;
  }

  /** A call between its begin and its end. */
  final class Call {
    private final String method;
    private final String requestId;
    private final long startedNanos = System.nanoTime();
    private Runnable onStop = () -> {};
    private Runnable onAbandon = () -> {};

    private Call(String method, String requestId) {
      this.method = method;
      this.requestId = requestId;
    }

    /** Runs {@code action} when the node stops, or now if it does already. */
    void onStop(Runnable action) {
      synchronized (RunningCalls.this) {
        onStop = action;
        if (!stopping) {
          return;
        }
      }
      action.run();
    }

    /** Runs {@code action} when the node waits no longer, or now if it does not already. */
    void onAbandon(Runnable action) {
      synchronized (RunningCalls.this) {
        onAbandon = action;
        if (!abandoned) {
          return;
        }
      }
      action.run();
    }

    /** Ends the call; idempotent, the first status counts. */
    void end(String status) {
      synchronized (RunningCalls.this) {
        if (!running.remove(this)) {
          return;
        }
        RunningCalls.this.notifyAll();
      }
      Duration duration = Duration.ofNanos(System.nanoTime() - startedNanos);
      observer.ended(new EndedCall(method, status, requestId, duration));
    }
  }

  /**
   * Begins a call.
   *
   * @throws VicinalException {@link ErrorCode#UNAVAILABLE} if the node stops
   */
  Call begin(String method, String requestId) {
    Call call = new Call(method, requestId);
    synchronized (this) {
      requireNotStopping();
      running.add(call);
    }
    observer.started();
    return call;
  }

  /** Refuses new calls, tells the waiting, and says whether all ended before the deadline. */
  boolean stop(Duration deadline) throws InterruptedException {
    List<Call> told;
    synchronized (this) {
      stopping = true;
      told = List.copyOf(running);
    }
    told.forEach(call -> call.onStop.run());
    return awaitNone(deadline);
  }

  /** Refuses new calls, and has those that still run let go of what they hold. */
  void abandon() {
    List<Call> told;
    synchronized (this) {
      stopping = true;
      abandoned = true;
      told = List.copyOf(running);
    }
    told.forEach(call -> call.onAbandon.run());
  }

  private synchronized boolean awaitNone(Duration deadline) throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    while (!running.isEmpty()) {
      long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (millis <= 0) {
        return false;
      }
      wait(millis);
    }
    return true;
  }

  /** The refusal of whatever comes too late. */
  static VicinalException stopped() {
    return new VicinalException(
        ErrorCode.UNAVAILABLE, "the node is stopping; try another one, or later");
  }

  private void requireNotStopping() {
    if (stopping) {
      throw stopped();
    }
  }
}
