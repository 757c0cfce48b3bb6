package io.vicinal.examples.flinkjob;

/** A message is not what its topic promises; the message says what was expected and found. */
final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  MalformedMessageException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** The message, which is never null here. */
  String reason() {
    return reason;
  }
}
