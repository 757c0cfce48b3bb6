package io.vicinal.server.flight;

import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import io.vicinal.arrow.WriteBatches;
import io.vicinal.protocol.PutAcknowledgement;
import org.apache.arrow.flight.FlightProducer.StreamListener;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The server's side of a stream of writes: one batch after the other is applied and acknowledged.
 * Concurrency comes from several streams, whose batches share a log entry and its sync. The first
 * batch that fails ends the stream; those before it were applied and acknowledged.
 */
final class PutStream implements Runnable {
  private final BatchCollection target;
  private final WriterFences.Fence fence;
  private final ClientBatches batches;
  private final StreamListener<PutResult> acknowledgements;
  private final BufferAllocator allocator;
  private final int maxBatchRows;

  PutStream(
      BatchCollection target,
      WriterFences.Fence fence,
      ClientBatches batches,
      StreamListener<PutResult> acknowledgements,
      FlightLimits limits) {
    this.target = target;
    this.fence = fence;
    this.batches = batches;
    this.acknowledgements = acknowledgements;
    this.allocator = limits.allocator();
    this.maxBatchRows = limits.maxBatchRows();
  }

  @Override
  public void run() {
    WriteBatches writes = WriteBatches.of(target.collection().schema());
    for (long batch = 0; batches.next(); batch++) {
      if (batches.hasRoot()) {
        acknowledge(PutAcknowledgement.of(batch, apply(writes, batches.root(), batch)));
      }
    }
    acknowledgements.onCompleted();
  }

  private WriteResult apply(WriteBatches writes, VectorSchemaRoot received, long batch) {
    try {
      Limits.checkRows(received.getRowCount(), maxBatchRows);
      try (VectorSchemaRoot conformed = writes.conform(received, allocator)) {
        return fence.apply(() -> target.write(conformed));
      }
    } catch (VicinalException e) {
      throw new VicinalException(e.code(), "batch " + batch + ": " + e.getMessage(), e);
    }
  }

  private void acknowledge(PutAcknowledgement acknowledgement) {
    ArrowBuf metadata = Metadata.of(acknowledgement, allocator);
    try (PutResult result = PutResult.metadata(metadata)) {
      acknowledgements.onNext(result);
    }
  }
}
