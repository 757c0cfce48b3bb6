package io.vicinal.flink;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.flink.SinkOptions.Batching;
import io.vicinal.flink.SinkOptions.Patience;
import io.vicinal.flink.SinkOptions.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link VicinalSink}. The address, the collection and the converter are needed; the rest
 * has defaults.
 *
 * @param <IN> the elements of the stream
 */
public final class VicinalSinkBuilder<IN> {
  private @Nullable String uri;
  private @Nullable String apiKey;
  private @Nullable String collection;
  private @Nullable MutationConverter<IN> converter;
  private InvalidRecordHandler<IN> invalidRecords = InvalidRecordHandler.fail();
  private int batchRows = Batching.DEFAULT.rows();
  private long batchBytes = Batching.DEFAULT.bytes();
  private Duration flushInterval = Batching.DEFAULT.interval();
  private int maxInFlight = Batching.DEFAULT.maxInFlight();
  private Duration retryTimeout = Patience.DEFAULT.retryTimeout();
  private Duration requestTimeout = Patience.DEFAULT.requestTimeout();
  private @Nullable CollectionSchema absentSchema;

  VicinalSinkBuilder() {}

  /** The node's address, {@code grpc://host:port}. */
  public VicinalSinkBuilder<IN> setUri(String value) {
    uri = value;
    return this;
  }

  /** A key that is sent with every request; none unless set. */
  public VicinalSinkBuilder<IN> setApiKey(String value) {
    apiKey = value;
    return this;
  }

  /** The name of the collection, which exists unless {@link #setCreateCollection} is called. */
  public VicinalSinkBuilder<IN> setCollection(String value) {
    collection = value;
    return this;
  }

  /** What elements mean. */
  public VicinalSinkBuilder<IN> setConverter(MutationConverter<IN> value) {
    converter = value;
    return this;
  }

  /**
   * What becomes of elements that cannot be written; {@link InvalidRecordHandler#fail} unless set.
   */
  public VicinalSinkBuilder<IN> setInvalidRecordHandler(InvalidRecordHandler<IN> value) {
    invalidRecords = value;
    return this;
  }

  /** A batch is sent when it has so many records; 1,000 unless set. */
  public VicinalSinkBuilder<IN> setBatchRows(int value) {
    batchRows = value;
    return this;
  }

  /**
   * A batch is sent when it has so many bytes; 4 MiB unless set. Batches are larger by up to one
   * record, and must stay below what the node receives at once (64 MiB unless configured).
   */
  public VicinalSinkBuilder<IN> setBatchBytes(long value) {
    batchBytes = value;
    return this;
  }

  /** A batch is sent when its first record is so old; 1 second unless set. */
  public VicinalSinkBuilder<IN> setFlushInterval(Duration value) {
    flushInterval = value;
    return this;
  }

  /**
   * How many batches of a subtask may be without acknowledgement before the stream waits; 4 unless
   * set.
   */
  public VicinalSinkBuilder<IN> setMaxInFlight(int value) {
    maxInFlight = value;
    return this;
  }

  /**
   * How long the sink tries again while the node does not acknowledge anything, before it fails the
   * job; 5 minutes unless set, 0 for no retry.
   */
  public VicinalSinkBuilder<IN> setRetryTimeout(Duration value) {
    retryTimeout = value;
    return this;
  }

  /**
   * After how much silence of a node that has batches to acknowledge the connection counts as
   * broken; 30 seconds unless set.
   */
  public VicinalSinkBuilder<IN> setRequestTimeout(Duration value) {
    requestTimeout = value;
    return this;
  }

  /**
   * Creates the collection, with one shard, when the job starts and there is none of that name. One
   * that exists stays as it is.
   */
  public VicinalSinkBuilder<IN> setCreateCollection(CollectionSchema schema) {
    absentSchema = schema;
    return this;
  }

  /**
   * The sink.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_ARGUMENT} if something is missing or outside
   *     its range
   */
  public VicinalSink<IN> build() {
    String name = required(collection, "setCollection");
    CollectionSpec absent = absentSchema == null ? null : CollectionSpec.of(name, absentSchema);
    Target target = Target.of(required(uri, "setUri"), apiKey, name, absent);
    SinkOptions options =
        new SinkOptions(
            target,
            new Batching(batchRows, batchBytes, flushInterval, maxInFlight),
            new Patience(retryTimeout, requestTimeout));
    return new VicinalSink<>(options, required(converter, "setConverter"), invalidRecords);
  }

  private static <V> V required(@Nullable V value, String setter) {
    if (value == null) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "a VicinalSink without " + setter + "; it has no default");
    }
    return value;
  }
}
