package io.vicinal.flink;

import java.io.IOException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes a stream to a collection: upserts and deletes, at least once.
 *
 * <p><b>Delivery.</b> A checkpoint completes only when the node has acknowledged, and hence made
 * durable, every record before it. After a failure the job writes records again from the last
 * checkpoint. As a write replaces the whole record of its key, the collection ends as if each
 * record had been written once; in between, readers may see older values of the keys that are
 * written again.
 *
 * <p><b>Order.</b> The records of one subtask are applied in the order in which they came, through
 * every retry. Where changes of one key must keep their order, give the sink a stream partitioned
 * by that key ({@code keyBy}), or the same partitioning as the source.
 *
 * <p><b>Errors.</b> While the node is away, overloaded, or leaves the outcome of a write unknown,
 * the sink keeps its batches and tries again with growing pauses, up to the retry timeout; the
 * stream waits meanwhile. Elements that can never be written go to the {@link
 * InvalidRecordHandler}. All other errors fail the job.
 *
 * @param <IN> the elements of the stream
 */
public final class VicinalSink<IN> implements Sink<IN> {
  private static final long serialVersionUID = 1L;

  private final SinkOptions options;
  private final MutationConverter<IN> converter;
  private final InvalidRecordHandler<IN> invalidRecords;

  VicinalSink(
      SinkOptions options,
      MutationConverter<IN> converter,
      InvalidRecordHandler<IN> invalidRecords) {
    this.options = options;
    this.converter = converter;
    this.invalidRecords = invalidRecords;
  }

  /** A builder with the defaults. */
  public static <IN> VicinalSinkBuilder<IN> builder() {
    return new VicinalSinkBuilder<>();
  }

  /** Where it writes. */
  SinkOptions.Target target() {
    return options.target();
  }

  @Override
  public SinkWriter<IN> createWriter(WriterInitContext context) throws IOException {
    TaskServices task = TaskServices.of(context);
    RootAllocator allocator = new RootAllocator();
    WriterParts<IN> parts = new WriterParts<>(options, converter, invalidRecords, allocator);
    try {
      return MutationWriter.open(
          parts, task, new FlightTransport(options, task.writer(), allocator));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while connecting to " + options.target(), e);
    }
  }
}
