package io.vicinal.server.flight;

import org.apache.arrow.vector.VectorSchemaRoot;

/** The records of a scan as batches: one root, loaded again and again. For one thread at a time. */
public interface BatchSource extends AutoCloseable {
  /** The root that {@link #loadNext} fills: id, then the projected fields. */
  VectorSchemaRoot root();

  /** Loads the next batch, which has at least one row; false after the last. */
  boolean loadNext();

  /** Frees the root and what the scan holds; idempotent. */
  @Override
  void close();
}
