package io.vicinal.server;

import io.vicinal.api.ScanRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorDatabase;
import io.vicinal.api.WriteResult;
import io.vicinal.cluster.ShardedCollection;
import io.vicinal.cluster.ShardedDatabase;
import io.vicinal.core.engine.BatchScan;
import io.vicinal.server.flight.BatchCollection;
import io.vicinal.server.flight.BatchDatabase;
import io.vicinal.server.flight.BatchSource;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A sharded database as Flight needs it: its batches go through without becoming records. */
final class ShardedBatches implements BatchDatabase {
  private final ShardedDatabase database;

  ShardedBatches(ShardedDatabase database) {
    this.database = database;
  }

  @Override
  public VectorDatabase database() {
    return database;
  }

  @Override
  public BatchCollection collection(String name) {
    return new Batches(database.collection(name));
  }

  private record Batches(ShardedCollection sharded) implements BatchCollection {
    @Override
    public VectorCollection collection() {
      return sharded;
    }

    @Override
    public int shards() {
      return sharded.shards();
    }

    @Override
    public WriteResult write(VectorSchemaRoot batch) {
      return sharded.writeBatch(batch);
    }

    @Override
    public BatchSource scan(int shard, ScanRequest request, BufferAllocator allocator) {
      return new Scan(sharded.scanBatches(shard, request, allocator));
    }
  }

  private record Scan(BatchScan rows) implements BatchSource {
    @Override
    public VectorSchemaRoot root() {
      return rows.root();
    }

    @Override
    public boolean loadNext() {
      return rows.loadNext();
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
