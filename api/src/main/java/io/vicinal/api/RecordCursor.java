package io.vicinal.api;

import java.util.Iterator;

/**
 * The records of a scan, one after the other. Holds resources until it is closed; not thread safe.
 */
public interface RecordCursor extends Iterator<VectorRecord>, AutoCloseable {
  /** Releases what the scan holds; idempotent. */
  @Override
  void close();
}
