package io.vicinal.server.flight;

import io.vicinal.server.logging.RequestIds;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallInfo;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightProducer.CallContext;
import org.apache.arrow.flight.FlightServerMiddleware;
import org.apache.arrow.flight.RequestContext;

/** Takes the id of a call from its headers, or makes one up, and sends it back. */
final class RequestId implements FlightServerMiddleware {
  private static final Key<RequestId> KEY = Key.of(RequestIds.HEADER);

  private final String id;

  private RequestId(String id) {
    this.id = id;
  }

  /** The id of a call. */
  static String of(CallContext context) {
    return context.getMiddleware(KEY).id;
  }

  static Key<RequestId> key() {
    return KEY;
  }

  static RequestId onCallStarted(CallInfo info, CallHeaders incoming, RequestContext context) {
    return new RequestId(RequestIds.accept(incoming.get(RequestIds.HEADER)));
  }

  @Override
  public void onBeforeSendingHeaders(CallHeaders outgoing) {
    outgoing.insert(RequestIds.HEADER, id);
  }

  @Override
  public void onCallCompleted(CallStatus status) {}

  @Override
  public void onCallErrored(Throwable error) {}
}
