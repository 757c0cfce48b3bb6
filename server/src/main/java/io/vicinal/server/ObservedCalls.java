package io.vicinal.server;

import io.vicinal.server.flight.CallObserver;
import io.vicinal.server.logging.AccessLog;
import io.vicinal.server.metrics.NodeMetrics;

/** Counts Flight calls and writes them to the access log. */
final class ObservedCalls implements CallObserver {
  private final NodeMetrics metrics;

  ObservedCalls(NodeMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void started() {
    metrics.flightCallStarted();
  }

  @Override
  public void ended(EndedCall call) {
    metrics.flightCallEnded(call.method(), call.status(), call.duration());
    AccessLog.flight(call.method(), call.status(), call.requestId(), call.duration());
  }
}
