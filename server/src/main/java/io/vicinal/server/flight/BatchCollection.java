package io.vicinal.server.flight;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * A collection as Flight needs it: with writes and scans in Arrow, so that no record becomes an
 * object on its way. Thread safe.
 */
public interface BatchCollection {
  /** The same collection, record by record. */
  VectorCollection collection();

  /** The number of parts that can be scanned independently, at least 1. */
  int shards();

  /**
   * Applies a batch of changes, atomically for each shard; it is durable when this returns.
   *
   * @param batch exactly the columns of {@link io.vicinal.arrow.ArrowSchemas#writes}; it stays the
   *     caller's, and its memory may be used only until this returns
   * @throws VicinalException {@link ErrorCode#INVALID_RECORD}, {@link ErrorCode#INVALID_VECTOR} or
   *     {@link ErrorCode#UNKNOWN_FIELD} if any change does not fit the schema: then none is applied
   */
  WriteResult write(VectorSchemaRoot batch);

  /**
   * A scan of one shard, as of now.
   *
   * @param shard from 0 to {@link #shards} − 1
   * @param allocator where batches that are copied live; the scan closes nothing of it
   */
  BatchSource scan(int shard, ScanRequest request, BufferAllocator allocator);
}
