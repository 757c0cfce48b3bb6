package io.vicinal.server.metrics;

import io.vicinal.api.ScanRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.WriteResult;
import io.vicinal.server.flight.BatchCollection;
import io.vicinal.server.flight.BatchSource;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A collection whose batches are counted. */
final class MeasuredBatches implements BatchCollection {
  private final BatchCollection inner;
  private final NodeMetrics metrics;

  MeasuredBatches(BatchCollection inner, NodeMetrics metrics) {
    this.inner = inner;
    this.metrics = metrics;
  }

  @Override
  public VectorCollection collection() {
    return new MeasuredCollection(inner.collection(), metrics);
  }

  @Override
  public int shards() {
    return inner.shards();
  }

  @Override
  public WriteResult write(VectorSchemaRoot batch) {
    WriteResult result = metrics.measure(Operation.WRITE, () -> inner.write(batch));
    metrics.written(result);
    return result;
  }

  @Override
  public BatchSource scan(int shard, ScanRequest request, BufferAllocator allocator) {
    OngoingOperation scan = metrics.begin(Operation.SCAN);
    try {
      return new MeasuredScan(inner.scan(shard, request, allocator), scan);
    } catch (RuntimeException | Error e) {
      scan.failed(e);
      scan.end();
      throw e;
    }
  }

  private final class MeasuredScan implements BatchSource {
    private final BatchSource batches;
    private final OngoingOperation scan;

    MeasuredScan(BatchSource batches, OngoingOperation scan) {
      this.batches = batches;
      this.scan = scan;
    }

    @Override
    public VectorSchemaRoot root() {
      return batches.root();
    }

    @Override
    public boolean loadNext() {
      boolean loaded = scan.step(batches::loadNext);
      metrics.scanned(loaded ? batches.root().getRowCount() : 0);
      return loaded;
    }

    @Override
    public void close() {
      scan.end();
      batches.close();
    }
  }
}
