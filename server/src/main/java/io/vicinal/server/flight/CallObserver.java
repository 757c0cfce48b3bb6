package io.vicinal.server.flight;

import java.time.Duration;

/** Is told about every call, for metrics and the access log. Thread safe. */
public interface CallObserver {
  /** Nobody who listens. */
  CallObserver NONE =
      new CallObserver() {
        @Override
        public void started() {}

        @Override
        public void ended(EndedCall call) {}
      };

  /**
   * A call that is over.
   *
   * @param method as in {@code DO_PUT}
   * @param status {@code OK} or the error's code
   * @param requestId by which client and node know it
   * @param duration from its first message to its last
   */
  record EndedCall(String method, String status, String requestId, Duration duration) {}

  /** A call begins. */
  void started();

  /** A call is over. */
  void ended(EndedCall call);
}
