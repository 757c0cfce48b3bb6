package io.vicinal.examples.producer;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a {@link PublishPlan} to a topic with an idempotent producer. The id is the key, so all
 * changes of a synset are in one partition, in order. Not thread-safe.
 */
final class SynsetPublisher implements AutoCloseable {
  /** Sends as fast as the broker takes it. */
  static final double UNLIMITED = Double.POSITIVE_INFINITY;

  /** The one that the key's hash chooses. */
  private static final @Nullable Integer ANY_PARTITION = null;

  private static final int TIMEOUT_MILLIS = 15_000;

  private final String topic;
  private final KafkaProducer<String, byte[]> producer;
  private final Clock clock;
  private final SynsetCodec codec = SynsetCodec.create();

  private SynsetPublisher(String topic, KafkaProducer<String, byte[]> producer, Clock clock) {
    this.topic = topic;
    this.producer = producer;
    this.clock = clock;
  }

  /**
   * A publisher to {@code topic}, which is created with {@code partitions} if it is absent.
   *
   * @throws VicinalException {@code UNAVAILABLE} if the broker does not answer
   */
  static SynsetPublisher open(String bootstrapServers, String topic, int partitions, Clock clock) {
    createTopic(bootstrapServers, topic, partitions);
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "enable.idempotence",
            true,
            "acks",
            "all",
            "linger.ms",
            5,
            "max.block.ms",
            TIMEOUT_MILLIS);
    return new SynsetPublisher(
        topic,
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer()),
        clock);
  }

  /**
   * Sends all changes, at most {@code rate} a second, and waits for their acknowledgements.
   *
   * @throws VicinalException {@code UNAVAILABLE} if a message was not acknowledged
   */
  PublishReport publish(PublishPlan plan, double rate) {
    long start = System.nanoTime();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (Change change : plan.changes()) {
      awaitTurn(start + (long) (sent.size() / rate * 1e9));
      sent.add(send(change));
    }
    producer.flush();
    for (Future<RecordMetadata> message : sent) {
      checkAcknowledged(message);
    }
    return PublishReport.of(plan, (System.nanoTime() - start) / 1e9);
  }

  @Override
  public void close() {
    producer.close();
  }

  private Future<RecordMetadata> send(Change change) {
    long now = clock.millis();
    // The message's time is produced_at, so that deletions, which have no value, have one too.
    return producer.send(
        new ProducerRecord<>(topic, ANY_PARTITION, now, change.id(), value(change, now)));
  }

  private byte @Nullable [] value(Change change, long now) {
    if (change instanceof Change.Upsert upsert) {
      return codec.encode(upsert.synset(), now);
    } else if (change instanceof Change.Damage damage) {
      return codec.encodeCutShort(damage.cutShort(), now);
    } else {
      return null;
    }
  }

  private void checkAcknowledged(Future<RecordMetadata> message) {
    try {
      message.get();
    } catch (ExecutionException e) {
      throw unacknowledged(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unacknowledged(e);
    }
  }

  private VicinalException unacknowledged(Exception cause) {
    return new VicinalException(
        ErrorCode.UNAVAILABLE,
        "topic " + topic + ": a message was not acknowledged: " + cause.getMessage(),
        cause);
  }

  private static void awaitTurn(long nanoTime) {
    long wait = nanoTime - System.nanoTime();
    while (wait > 0) {
      LockSupport.parkNanos(wait);
      wait = nanoTime - System.nanoTime();
    }
  }

  private static void createTopic(String bootstrapServers, String topic, int partitions) {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "default.api.timeout.ms", TIMEOUT_MILLIS,
            "request.timeout.ms", TIMEOUT_MILLIS);
    try (Admin admin = Admin.create(properties)) {
      admin.createTopics(Set.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw unavailable(bootstrapServers, topic, e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(bootstrapServers, topic, e);
    }
  }

  private static VicinalException unavailable(String servers, String topic, Exception cause) {
    return new VicinalException(
        ErrorCode.UNAVAILABLE,
        "topic " + topic + " on " + servers + ": expected to create it, but: " + cause.getMessage(),
        cause);
  }
}
