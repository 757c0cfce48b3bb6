package io.vicinal.examples.quickstart;

/**
 * What the watch needs of a message.
 *
 * @param id the key
 * @param producedAtMillis the message's time, which is the record's {@code produced_at}
 * @param kind what the message does
 */
record TopicMessage(String id, long producedAtMillis, Kind kind) {
  /** What a message does. */
  enum Kind {
    UPSERT,
    DELETE
  }
}
