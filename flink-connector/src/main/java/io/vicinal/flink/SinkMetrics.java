package io.vicinal.flink;

import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/**
 * What a sink tells about itself: Flink's standard metrics of sinks, and its own. Written by the
 * task's thread; reporters read from others.
 */
final class SinkMetrics {
  private final Counter recordsSent;
  private final Counter bytesSent;
  private final Counter sendErrors;
  private final Counter invalidRecords;
  private volatile long sendTimeMillis;
  private volatile long freshnessMillis;

  SinkMetrics(SinkWriterMetricGroup group, LongSupplier inFlight, LongSupplier resends) {
    recordsSent = group.getNumRecordsSendCounter();
    bytesSent = group.getNumBytesSendCounter();
    sendErrors = group.getNumRecordsSendErrorsCounter();
    invalidRecords = group.counter("numInvalidRecords");
    group.setCurrentSendTimeGauge(() -> sendTimeMillis);
    group.gauge("freshness", () -> freshnessMillis);
    group.gauge("inFlightBatches", inFlight::getAsLong);
    group.gauge("numBatchesResent", resends::getAsLong);
  }

  /** A record was left out. */
  void invalid() {
    invalidRecords.inc();
    sendErrors.inc();
  }

  /**
   * A batch is durable.
   *
   * @param sendMillis since it was sent the last time
   * @param ageMillis since its first record came to the sink
   */
  void acknowledged(MutationBatch batch, long sendMillis, long ageMillis) {
    recordsSent.inc(batch.rows());
    bytesSent.inc(batch.bytes());
    sendTimeMillis = sendMillis;
    freshnessMillis = ageMillis;
  }
}
