package io.vicinal.examples.flinkjob;

import static io.vicinal.examples.flinkjob.SynsetMessages.encode;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.RecordId;
import io.vicinal.examples.broker.KafkaBroker;
import io.vicinal.examples.flinkjob.JobSettings.Extent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The job on a cluster inside this process and a real broker. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SynsetJobIT {
  private static final String TOPIC = "synsets";
  private static final String DEAD_LETTERS = "synsets-dead-letters";
  private static final int PARTITIONS = 2;
  private static final int SYNSETS = 200;

  @Test
  void appliesUpdatesAndDeletesInOrderAndPutsTheUnreadableAside(@TempDir Path data)
      throws Exception {
    FollowedCollection.RECORDS.clear();
    try (KafkaBroker broker = KafkaBroker.start(data, KafkaBroker.ANY_PORT)) {
      Topics.create(broker.bootstrapServers(), PARTITIONS, TOPIC, DEAD_LETTERS);
      byte[] cutShort = Arrays.copyOf(value(0, "cut short"), 9);
      try (KafkaProducer<String, byte[]> producer = producer(broker)) {
        for (int i = 0; i < SYNSETS; i++) {
          send(producer, id(i), value(i, "first"));
        }
        send(producer, id(0), cutShort);
        send(producer, null, value(1, "no key"));
        for (int i = 0; i < 50; i++) {
          send(producer, id(i), value(i, "second"));
        }
        for (int i = 25; i < 75; i++) {
          send(producer, id(i), null);
        }
        send(producer, id(30), value(30, "third"));
      }

      run(broker);

      assertThat(FollowedCollection.RECORDS.keySet())
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, SYNSETS)
                  .filter(i -> i < 25 || i == 30 || i >= 75)
                  .mapToObj(i -> RecordId.of(id(i)))
                  .toList());
      assertThat(text(0)).isEqualTo("second");
      assertThat(text(24)).isEqualTo("second");
      assertThat(text(30)).isEqualTo("third");
      assertThat(text(75)).isEqualTo("first");

      List<ConsumerRecord<String, byte[]>> letters = deadLetters(broker, 2);
      assertThat(letters)
          .extracting(letter -> header(letter, DeadLetterSchema.REASON))
          .containsExactlyInAnyOrder(
              "field text: expected a length of at most the 2 bytes that are left of 9, found 9",
              "key: expected the id of a synset, found none");
      ConsumerRecord<String, byte[]> first =
          letters.stream().filter(letter -> letter.key() != null).findFirst().orElseThrow();
      assertThat(first.key()).isEqualTo(id(0));
      assertThat(first.value()).isEqualTo(cutShort);
      assertThat(header(first, DeadLetterSchema.TOPIC)).isEqualTo(TOPIC);
      assertThat(header(first, DeadLetterSchema.PARTITION)).isIn("0", "1");
      assertThat(header(first, DeadLetterSchema.OFFSET)).containsOnlyDigits();
    }
  }

  private static void run(KafkaBroker broker) throws Exception {
    JobSettings settings =
        new JobSettings(
            broker.bootstrapServers(),
            TOPIC,
            DEAD_LETTERS,
            "test",
            Extent.BOUNDED,
            BatchLimits.DEFAULT);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            LocalCluster.configuration(PARTITIONS, Duration.ofMillis(200)));
    SynsetJob.define(env, settings, new LengthEmbedder(), new FollowedCollection());
    env.execute("test");
  }

  private static String id(int i) {
    return "n%04d".formatted(i);
  }

  private static byte[] value(int i, String text) {
    return encode(new SynsetEvent(id(i), text, "noun.act", List.of("word " + i), i));
  }

  private static @Nullable Object text(int i) {
    return Objects.requireNonNull(FollowedCollection.RECORDS.get(RecordId.of(id(i))))
        .attributes()
        .get(SynsetCollection.TEXT);
  }

  private static KafkaProducer<String, byte[]> producer(KafkaBroker broker) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all"),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  // Kafka's key and value may be null; its parameters do not say so.
  @SuppressWarnings("NullAway")
  private static void send(
      KafkaProducer<String, byte[]> producer, @Nullable String key, byte @Nullable [] value)
      throws Exception {
    producer.send(new ProducerRecord<>(TOPIC, key, value)).get();
  }

  private static List<ConsumerRecord<String, byte[]>> deadLetters(KafkaBroker broker, int count) {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, PARTITIONS)
              .mapToObj(p -> new TopicPartition(DEAD_LETTERS, p))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      List<ConsumerRecord<String, byte[]>> letters = new ArrayList<>();
      while (letters.size() < count) {
        consumer.poll(Duration.ofSeconds(1)).forEach(letters::add);
      }
      return letters;
    }
  }

  private static String header(ConsumerRecord<String, byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
