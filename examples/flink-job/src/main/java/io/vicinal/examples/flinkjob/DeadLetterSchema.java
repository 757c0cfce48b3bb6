package io.vicinal.examples.flinkjob;

import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as a message: key and value as they were, so that it can be sent again once the
 * reader is mended, and where it came from and what was wrong as headers.
 */
final class DeadLetterSchema implements KafkaRecordSerializationSchema<DeadLetter> {
  static final String REASON = "reason";
  static final String TOPIC = "topic";
  static final String PARTITION = "partition";
  static final String OFFSET = "offset";

  private static final long serialVersionUID = 1;

  private final String topic;

  DeadLetterSchema(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      DeadLetter letter, KafkaSinkContext context, @Nullable Long timestamp) {
    KafkaMessage message = letter.message();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, message.key(), message.value());
    Headers headers = record.headers();
    headers.add(REASON, utf8(letter.reason()));
    headers.add(TOPIC, utf8(message.topic()));
    headers.add(PARTITION, utf8(Integer.toString(message.partition())));
    headers.add(OFFSET, utf8(Long.toString(message.offset())));
    return record;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
