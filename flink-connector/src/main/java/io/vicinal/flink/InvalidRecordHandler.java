package io.vicinal.flink;

import io.vicinal.api.VicinalException;
import java.io.Serializable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of an element that can never be written: one that the converter refuses, or
 * whose record does not fit the collection (a wrong dimension, NaN, no key, an unknown attribute).
 * Nothing of such an element is sent. Errors of the node and of the network do not come here.
 *
 * <p>Called by the task's thread, and serialized with the job.
 *
 * @param <T> the elements of the stream
 */
@FunctionalInterface
public interface InvalidRecordHandler<T> extends Serializable {
  /**
   * Takes an element that is not written.
   *
   * @param error why, naming the record and what would be right
   * @throws Exception to fail the job
   */
  void handle(T element, VicinalException error) throws Exception;

  /** Acquires what {@link #handle} needs; called once, before anything else. */
  default void open() throws Exception {}

  /**
   * Makes durable what was handled. A checkpoint waits for it, so that a handler which writes
   * elements elsewhere has them at least once.
   */
  default void flush() throws Exception {}

  /** Releases what {@link #open} acquired. */
  default void close() throws Exception {}

  /** Fails the job with the error: the default. */
  static <T> InvalidRecordHandler<T> fail() {
    return (element, error) -> {
      throw error;
    };
  }

  /**
   * Leaves the element out and goes on. The sink counts it in {@code numInvalidRecords}; the log
   * tells the first of them and then every thousandth.
   */
  static <T> InvalidRecordHandler<T> skip() {
    return new Skip<>();
  }

  /** Leaves elements out. */
  final class Skip<T> implements InvalidRecordHandler<T> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(InvalidRecordHandler.class);
    private static final long LOG_EVERY = 1_000;

    private long skipped;

    private Skip() {}

    @Override
    public void handle(T element, VicinalException error) {
      if (skipped++ % LOG_EVERY == 0) {
        LOG.warn("record {} left out since the start: {}", skipped, error.getMessage());
      }
    }
  }
}
