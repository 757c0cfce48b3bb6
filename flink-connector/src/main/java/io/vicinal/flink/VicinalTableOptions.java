package io.vicinal.flink;

import io.vicinal.flink.SinkOptions.Batching;
import io.vicinal.flink.SinkOptions.Patience;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.table.factories.FactoryUtil;

/** The options of tables with {@code 'connector' = 'vicinal'}. */
public final class VicinalTableOptions {
  /** The node. */
  public static final ConfigOption<String> URI =
      ConfigOptions.key("uri")
          .stringType()
          .noDefaultValue()
          .withDescription("Address of the node, grpc://host:port.");

  /** The collection. */
  public static final ConfigOption<String> COLLECTION =
      ConfigOptions.key("collection")
          .stringType()
          .noDefaultValue()
          .withDescription("Name of the collection that is written.");

  /** The key. */
  public static final ConfigOption<String> API_KEY =
      ConfigOptions.key("api-key")
          .stringType()
          .noDefaultValue()
          .withDescription("Sent with every request; none unless set.");

  /** Rows of a batch. */
  public static final ConfigOption<Integer> MAX_ROWS =
      ConfigOptions.key("sink.buffer-flush.max-rows")
          .intType()
          .defaultValue(Batching.DEFAULT.rows())
          .withDescription("A batch is sent when it has so many rows.");

  /** Bytes of a batch. */
  public static final ConfigOption<MemorySize> MAX_BYTES =
      ConfigOptions.key("sink.buffer-flush.max-bytes")
          .memoryType()
          .defaultValue(new MemorySize(Batching.DEFAULT.bytes()))
          .withDescription("A batch is sent when it has so many bytes.");

  /** Age of a batch. */
  public static final ConfigOption<Duration> INTERVAL =
      ConfigOptions.key("sink.buffer-flush.interval")
          .durationType()
          .defaultValue(Batching.DEFAULT.interval())
          .withDescription("A batch is sent when its first row is so old.");

  /** Batches without acknowledgement. */
  public static final ConfigOption<Integer> MAX_IN_FLIGHT =
      ConfigOptions.key("sink.max-in-flight")
          .intType()
          .defaultValue(Batching.DEFAULT.maxInFlight())
          .withDescription("Batches of a subtask without acknowledgement before the stream waits.");

  /** How long to try again. */
  public static final ConfigOption<Duration> RETRY_TIMEOUT =
      ConfigOptions.key("sink.retry-timeout")
          .durationType()
          .defaultValue(Patience.DEFAULT.retryTimeout())
          .withDescription(
              "How long to try again while the node acknowledges nothing, before the job fails.");

  /** How long a node may be silent. */
  public static final ConfigOption<Duration> REQUEST_TIMEOUT =
      ConfigOptions.key("sink.request-timeout")
          .durationType()
          .defaultValue(Patience.DEFAULT.requestTimeout())
          .withDescription(
              "After how much silence of a node that has batches to acknowledge the connection"
                  + " counts as broken.");

  /** What becomes of rows that cannot be written. */
  public static final ConfigOption<InvalidRecords> INVALID_RECORDS =
      ConfigOptions.key("sink.invalid-records")
          .enumType(InvalidRecords.class)
          .defaultValue(InvalidRecords.FAIL)
          .withDescription(
              "What becomes of rows that can never be written: fail the job, or skip and count.");

  /** Whether to create the collection. */
  public static final ConfigOption<Boolean> CREATE_COLLECTION =
      ConfigOptions.key("sink.create-collection")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Create the collection when the job starts and there is none of that name. Needs"
                  + " 'vector.<column>.dimension' for each vector field.");

  /** Subtasks of the sink. */
  public static final ConfigOption<Integer> PARALLELISM = FactoryUtil.SINK_PARALLELISM;

  /** What options about a vector field start with, as in {@code vector.embedding.dimension}. */
  public static final String VECTOR_PREFIX = "vector.";

  static final List<ConfigOption<?>> REQUIRED = List.of(URI, COLLECTION);

  static final List<ConfigOption<?>> OPTIONAL =
      List.of(
          API_KEY,
          MAX_ROWS,
          MAX_BYTES,
          INTERVAL,
          MAX_IN_FLIGHT,
          RETRY_TIMEOUT,
          REQUEST_TIMEOUT,
          INVALID_RECORDS,
          CREATE_COLLECTION,
          PARALLELISM);

  private VicinalTableOptions() {}

  /** What becomes of rows that can never be written. */
  public enum InvalidRecords {
    /** The job fails. */
    FAIL,
    /** The row is left out and counted. */
    SKIP
  }

  static Set<ConfigOption<?>> set(List<ConfigOption<?>> options) {
    return Set.copyOf(options);
  }
}
