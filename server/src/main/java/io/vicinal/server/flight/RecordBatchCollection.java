package io.vicinal.server.flight;

import io.vicinal.api.RecordCursor;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.WriteResult;
import io.vicinal.arrow.RecordBatches;
import io.vicinal.arrow.WriteBatches;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Batches for a collection that knows records only; one part, whatever its shards. */
final class RecordBatchCollection implements BatchCollection {
  private final VectorCollection collection;
  private final WriteBatches writes;

  RecordBatchCollection(VectorCollection collection) {
    this.collection = collection;
    this.writes = WriteBatches.of(collection.schema());
  }

  @Override
  public VectorCollection collection() {
    return collection;
  }

  @Override
  public int shards() {
    return 1;
  }

  @Override
  public WriteResult write(VectorSchemaRoot batch) {
    return collection.write(writes.decode(batch));
  }

  @Override
  public BatchSource scan(int shard, ScanRequest request, BufferAllocator allocator) {
    RecordBatches batches = RecordBatches.of(collection.schema(), request.projection());
    RecordCursor cursor = collection.scan(request);
    try {
      return new RecordSource(batches, cursor, cursor::close, RecordSource.MAX_ROWS, allocator);
    } catch (RuntimeException | Error e) {
      cursor.close();
      throw e;
    }
  }
}
