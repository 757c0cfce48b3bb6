package io.vicinal.examples.flinkjob;

import io.vicinal.examples.flinkjob.JobSettings.Extent;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * The job: topic → decode → embed → collection, and what cannot be decoded → dead-letter topic.
 *
 * <pre>
 *   Kafka ──► decode ──► embed in batches ──► Vicinal
 *                └── what cannot be read ──► Kafka, dead-letter topic
 * </pre>
 *
 * <p>The changes of a key stay in order although nothing is shuffled by key: the key's messages are
 * in one partition, a partition is read by one task, and all steps behind it run in that task. A
 * change may be applied twice after a failure, which changes nothing: the last one of its key is
 * applied again too.
 */
final class SynsetJob {
  private SynsetJob() {}

  /** Defines the job; {@code env} then executes it. */
  static void define(
      StreamExecutionEnvironment env,
      JobSettings settings,
      TextEmbedder embedder,
      Sink<EmbeddedChange> collection) {
    SingleOutputStreamOperator<SynsetChange> changes =
        env.fromSource(source(settings), WatermarkStrategy.noWatermarks(), "synsets")
            .process(new DecodeMessages())
            .name("decode");
    changes
        .getSideOutput(DecodeMessages.DEAD_LETTERS)
        .sinkTo(deadLetters(settings))
        .name("dead letters");
    changes
        .transform(
            "embed",
            TypeInformation.of(EmbeddedChange.class),
            new EmbedBatches(embedder, settings.batches()))
        .sinkTo(collection)
        .name("collection");
  }

  // The offsets' initializer still asks for the type that Kafka's consumer has replaced.
  @SuppressWarnings("deprecation")
  private static KafkaSource<KafkaMessage> source(JobSettings settings) {
    KafkaSourceBuilder<KafkaMessage> source =
        KafkaSource.<KafkaMessage>builder()
            .setBootstrapServers(settings.bootstrapServers())
            .setTopics(settings.topic())
            .setGroupId(settings.group())
            // A job that starts without a checkpoint goes on where the last one committed.
            .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
            .setDeserializer(new KafkaMessageSchema());
    if (settings.extent() == Extent.BOUNDED) {
      source.setBounded(OffsetsInitializer.latest());
    }
    return source.build();
  }

  private static KafkaSink<DeadLetter> deadLetters(JobSettings settings) {
    return KafkaSink.<DeadLetter>builder()
        .setBootstrapServers(settings.bootstrapServers())
        .setRecordSerializer(new DeadLetterSchema(settings.deadLetterTopic()))
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .build();
  }
}
