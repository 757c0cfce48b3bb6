package io.vicinal.server.flight;

import io.vicinal.api.ScanRequest;
import io.vicinal.arrow.ArrowSchemas;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/** The scans of all shards, one after the other; the limit holds for all of them together. */
final class AllShardsScan implements BatchSource {
  private final BatchCollection collection;
  private final ScanRequest request;
  private final BufferAllocator allocator;
  private final VectorSchemaRoot root;
  private BatchSource current;
  private int shard;
  private long sent;

  AllShardsScan(BatchCollection collection, ScanRequest request, BufferAllocator allocator) {
    this.collection = collection;
    this.request = request;
    this.allocator = allocator;
    this.root =
        VectorSchemaRoot.create(
            ArrowSchemas.records(collection.collection().schema(), request.projection()),
            allocator);
    try {
      this.current = collection.scan(0, request, allocator);
    } catch (RuntimeException | Error e) {
      root.close();
      throw e;
    }
  }

  @Override
  public VectorSchemaRoot root() {
    return root;
  }

  @Override
  public boolean loadNext() {
    while (!current.loadNext()) {
      if (++shard >= collection.shards()) {
        root.clear();
        return false;
      }
      current.close();
      current = collection.scan(shard, rest(), allocator);
    }
    // Shares the memory of the shard's batch.
    try (ArrowRecordBatch batch = new VectorUnloader(current.root()).getRecordBatch()) {
      new VectorLoader(root).load(batch);
    }
    sent += root.getRowCount();
    return true;
  }

  @Override
  public void close() {
    root.close();
    current.close();
  }

  private ScanRequest rest() {
    OptionalLong limit = request.limit();
    return limit.isPresent() ? request.limit(limit.getAsLong() - sent) : request;
  }
}
