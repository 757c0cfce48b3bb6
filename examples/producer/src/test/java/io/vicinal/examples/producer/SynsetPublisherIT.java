package io.vicinal.examples.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.examples.broker.KafkaBroker;
import io.vicinal.examples.wordnet.PartOfSpeech;
import io.vicinal.examples.wordnet.Synset;
import io.vicinal.examples.wordnet.WordNet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SynsetPublisherIT {
  private static final String TOPIC = "synsets";
  private static final int PARTITIONS = 2;
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_234_567), ZoneOffset.UTC);

  @Test
  void publishesToARealBrokerWhatTheReportSays(@TempDir Path data) throws Exception {
    List<Synset> synsets = WordNet.sample(PartOfSpeech.VERB, 100);
    PublishPlan plan = PublishPlan.of(synsets, 0.1, 0.2, 4, 1);
    try (KafkaBroker broker = KafkaBroker.start(data, KafkaBroker.ANY_PORT)) {
      PublishReport report;
      try (SynsetPublisher publisher = open(broker)) {
        report = publisher.publish(plan, SynsetPublisher.UNLIMITED);
      }
      Map<String, GenericRecord> live = new TreeMap<>();
      int unreadable = 0;
      for (ConsumerRecord<String, byte[]> message : readAll(broker, plan.changes().size())) {
        assertThat(message.timestamp()).isEqualTo(CLOCK.millis());
        byte[] value = message.value();
        if (value == null) {
          live.remove(message.key());
        } else if (message.key().startsWith("malformed-")) {
          unreadable++;
          assertThatThrownBy(() -> decode(value))
              .isInstanceOfAny(IOException.class, AvroRuntimeException.class);
        } else {
          live.put(message.key(), decode(value));
        }
      }

      assertThat(unreadable).isEqualTo(4).isEqualTo(report.malformedSent());
      assertThat(live).hasSize(report.recordsSent() - report.recordsDeleted());
      assertThat(live).doesNotContainKeys(report.deletedIds().toArray(String[]::new));
      Synset updated =
          synsets.stream()
              .filter(s -> plan.updatedIds().contains(s.id()))
              .findFirst()
              .orElseThrow();
      GenericRecord event = Objects.requireNonNull(live.get(updated.id()), updated.id());
      assertThat(event.get("id")).hasToString(updated.id());
      assertThat(event.get("text")).hasToString(PublishPlan.revised(updated).gloss());
      assertThat(event.get("lexical_file")).hasToString(updated.lexicalFileName());
      assertThat(event.get("lemmas")).hasToString(updated.lemmas().toString());
      assertThat(event.get("produced_at")).isEqualTo(CLOCK.millis());
    }
  }

  @Test
  void publishesAgainToATopicThatExists(@TempDir Path data) {
    PublishPlan plan = PublishPlan.of(WordNet.sample(PartOfSpeech.VERB, 3), 0, 0, 0, 1);
    try (KafkaBroker broker = KafkaBroker.start(data, KafkaBroker.ANY_PORT)) {
      for (int run = 0; run < 2; run++) {
        try (SynsetPublisher publisher = open(broker)) {
          publisher.publish(plan, 1_000);
        }
      }
      assertThat(readAll(broker, 6)).hasSize(6);
    }
  }

  private static SynsetPublisher open(KafkaBroker broker) {
    return SynsetPublisher.open(broker.bootstrapServers(), TOPIC, PARTITIONS, CLOCK);
  }

  private static GenericRecord decode(byte[] value) throws IOException {
    return new GenericDatumReader<GenericRecord>(SynsetCodec.schema())
        .read(null, DecoderFactory.get().binaryDecoder(value, null));
  }

  private static List<ConsumerRecord<String, byte[]>> readAll(KafkaBroker broker, int count) {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, PARTITIONS).mapToObj(p -> new TopicPartition(TOPIC, p)).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      List<ConsumerRecord<String, byte[]>> messages = new ArrayList<>();
      while (messages.size() < count) {
        consumer.poll(Duration.ofSeconds(1)).forEach(messages::add);
      }
      return messages;
    }
  }
}
