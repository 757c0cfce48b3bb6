package io.vicinal.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vicinal.api.Projection;
import io.vicinal.api.RecordCursor;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorRecord;
import io.vicinal.client.RemoteDatabase;
import io.vicinal.examples.quickstart.TopicMessage.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, ended by SIGKILL in the middle of their work. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class KilledNodeIT {
  /** Records published while the node runs, and as many while it is away. */
  private static final int RECORDS = 300;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void losesNoAcknowledgedRecord(@TempDir Path work) {
    try (Platform platform = Platform.open(Project.root(), work)) {
      platform.startBroker(0);
      Child node = platform.startNode("node", 0, 0);
      NodeAddress address = platform.node();
      Child job = platform.startJob("flink");
      Child nouns = platform.startProducer("nouns", producer("NOUN", "CREATE"));

      Map<String, Instant> shown = awaitSome(platform);
      kill(node);
      nouns.awaitSuccess(PATIENCE);
      platform.startProducer("adjectives", producer("ADJECTIVE", "CREATE")).awaitSuccess(PATIENCE);
      platform.startNode("node-2", port(address.rest()), port(address.flight()));

      // What a reader saw was acknowledged or about to be: it was in the log in either case. The
      // sink does not send again what was acknowledged, so a lost record stays lost.
      assertThat(live(platform)).containsAllEntriesOf(shown);
      awaitEqualToTheTopic(platform, 2 * RECORDS);
      job.checkAlive();

      // And the job, too: it goes on after the last offsets that a checkpoint committed.
      platform.startProducer("change", producer("NOUN", "CHANGE")).awaitSuccess(PATIENCE);
      kill(job);
      platform.startJob("flink-2");
      awaitEqualToTheTopic(platform, 2 * RECORDS - RECORDS / 10);
    }
  }

  private static List<String> producer(String partOfSpeech, String phase) {
    return List.of(
        "--part-of-speech",
        partOfSpeech,
        "--records",
        Integer.toString(RECORDS),
        "--updates",
        "0.3",
        "--deletes",
        "0.1",
        "--phase",
        phase);
  }

  private static void kill(Child child) {
    child.process().destroyForcibly();
    await().atMost(PATIENCE).until(() -> !child.process().isAlive());
  }

  /** Waits until a reader sees some of the records; returns those. */
  private static Map<String, Instant> awaitSome(Platform platform) {
    try (RemoteDatabase database = RemoteDatabase.connect(platform.node().flight())) {
      VectorCollection collection = database.collection(Platform.COLLECTION);
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> collection.statistics().records() >= RECORDS / 10);
      return scan(collection);
    }
  }

  private static void awaitEqualToTheTopic(Platform platform, int records) {
    Map<String, Instant> expected = topic(platform);
    assertThat(expected).hasSize(records);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(live(platform)).isEqualTo(expected));
  }

  private static Map<String, Instant> live(Platform platform) {
    try (RemoteDatabase database = RemoteDatabase.connect(platform.node().flight())) {
      return scan(database.collection(Platform.COLLECTION));
    }
  }

  private static Map<String, Instant> scan(VectorCollection collection) {
    Map<String, Instant> records = new TreeMap<>();
    try (RecordCursor cursor =
        collection.scan(ScanRequest.ALL.returning(Projection.of("produced_at")))) {
      while (cursor.hasNext()) {
        VectorRecord record = cursor.next();
        records.put(record.id().toString(), (Instant) record.attributes().get("produced_at"));
      }
    }
    return records;
  }

  /** What the topic amounts to: the last message of each key, unless it deletes. */
  private static Map<String, Instant> topic(Platform platform) {
    Map<String, Instant> records = new TreeMap<>();
    try (TopicTail tail = TopicTail.open(platform.bootstrapServers(), Platform.TOPIC)) {
      long left = tail.messages();
      while (left > 0) {
        for (TopicMessage message : tail.poll(Duration.ofSeconds(1))) {
          left--;
          if (message.kind() == Kind.DELETE) {
            records.remove(message.id());
          } else {
            records.put(message.id(), Instant.ofEpochMilli(message.producedAtMillis()));
          }
        }
      }
    }
    return records;
  }

  private static int port(String address) {
    return URI.create(address).getPort();
  }
}
