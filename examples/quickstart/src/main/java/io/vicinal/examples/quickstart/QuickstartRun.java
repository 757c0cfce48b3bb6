package io.vicinal.examples.quickstart;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.client.RemoteDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The quickstart from the first process to the report. First a load: all records as fast as the
 * broker takes them, which gives the rate. Then changes at a steady rate that the job keeps up
 * with, which gives the freshness: in the load it would be the length of the queue.
 *
 * <p>The Flink job is live all the time and knows of no end, as it would be in production; this
 * class watches the topic and the node to know how far it is.
 */
final class QuickstartRun {
  private static final int MALFORMED = 3;
  private static final double UPDATE_SHARE = 0.1;
  private static final double DELETE_SHARE = 0.05;
  private static final int MOST_CHANGES_A_SECOND = 50;
  private static final Duration POLL = Duration.ofMillis(2);
  private static final Duration LOOK_AT_COUNT = Duration.ofMillis(20);

  /** The longest that nothing at all may happen. */
  private static final Duration STALLED = Duration.ofMinutes(2);

  private final QuickstartOptions options;
  private final Console console;
  private final Platform platform;
  private final Clock clock;

  QuickstartRun(QuickstartOptions options, Console console, Platform platform, Clock clock) {
    this.options = options;
    this.console = console;
    this.platform = platform;
    this.clock = clock;
  }

  /** Runs everything; the processes still run when it returns. */
  QuickstartReport run() {
    Child job = startPlatform();
    try (RemoteDatabase database = RemoteDatabase.connect(platform.node().flight());
        TopicTail topic = TopicTail.open(platform.bootstrapServers(), Platform.TOPIC)) {
      VectorCollection collection = database.collection(Platform.COLLECTION);
      Load load = load(job, topic, collection);
      Changes changes = change(job, topic, collection, changesASecond(load));
      checkDeadLetters(load.malformed());
      Joined joined = join(job);
      return report(load, changes, joined, collection.statistics().records());
    }
  }

  /** All records, created and searchable. */
  private record Load(int records, int malformed, double seconds) {}

  /** All changes, applied and visible. */
  private record Changes(int deleted, List<Double> freshnessMillis) {}

  private Child startPlatform() {
    console.say("[1/6] Kafka broker");
    console.say("      at %s", platform.startBroker(options.ports().kafka()));
    console.say("[2/6] Vicinal node");
    platform.startNode("node", options.ports().rest(), options.ports().flight());
    console.say("      REST %s, Flight %s", platform.node().rest(), platform.node().flight());
    console.say("[3/6] Flink job: Kafka, Avro, all-MiniLM-L6-v2, upserts and deletes");
    Child job = platform.startJob("flink");
    console.say("      running");
    return job;
  }

  private Load load(Child job, TopicTail topic, VectorCollection collection) {
    console.say("[4/6] Publish %,d WordNet nouns, as fast as Kafka takes them", options.records());
    Child producer = platform.startProducer("create", producerOptions("CREATE", "Infinity"));
    Stall stall = new Stall("records of the load");
    long first = Long.MAX_VALUE;
    long seen = 0;
    long live = 0;
    while (live < options.records()) {
      for (TopicMessage message : topic.poll(LOOK_AT_COUNT)) {
        first = Math.min(first, message.producedAtMillis());
        seen++;
      }
      job.checkAlive();
      producer.checkNotFailed();
      live = collection.statistics().records();
      stall.check(live);
      console.progress("%,d of %,d searchable", live, options.records());
    }
    double seconds = (clock.millis() - first) / 1e3;
    producer.awaitSuccess(STALLED);
    Published published = platform.published("create");
    skip(topic, published.created() + published.malformed() - seen);
    console.say(
        "      %,d searchable after %.1f s (%,.0f records/s, embedding included)",
        live, seconds, live / seconds);
    return new Load(published.created(), published.malformed(), seconds);
  }

  /** Messages that were in the topic before the next step and are of no interest to it. */
  private static void skip(TopicTail topic, long messages) {
    Stall stall = new Stall("messages of the load");
    long left = messages;
    while (left > 0) {
      left -= topic.poll(LOOK_AT_COUNT).size();
      stall.check(messages - left);
    }
  }

  /** What the job keeps up with: at a higher rate a queue would grow, and freshness with it. */
  private static int changesASecond(Load load) {
    double half = load.records() / load.seconds() / 2;
    return (int) Math.max(1, Math.min(MOST_CHANGES_A_SECOND, half));
  }

  private Changes change(Child job, TopicTail topic, VectorCollection collection, int rate) {
    console.say("[5/6] Publish updates and deletes, %d a second", rate);
    Child producer =
        platform.startProducer("change", producerOptions("CHANGE", Integer.toString(rate)));
    FreshnessWatch watch = new FreshnessWatch(ids -> producedAt(collection, ids), clock);
    Stall stall = new Stall("updates and deletes");
    long seen = 0;
    boolean published = false;
    while (!published || watch.outstanding() > 0) {
      // In this order: what a producer that has ended sent is in the next poll.
      boolean ended = !producer.process().isAlive();
      List<TopicMessage> messages = topic.poll(POLL);
      watch.expect(messages);
      watch.look();
      seen += messages.size();
      published = ended && messages.isEmpty();
      job.checkAlive();
      producer.checkNotFailed();
      stall.check(seen - watch.outstanding());
      console.progress("%,d visible", seen - watch.outstanding());
    }
    producer.awaitSuccess(STALLED);
    Published report = platform.published("change");
    checkSeen(seen, report);
    console.say("      %,d updates and %,d deletes visible", report.updated(), report.deleted());
    return new Changes(report.deleted(), watch.samplesMillis());
  }

  private Joined join(Child job) {
    console.say("[6/6] Spark: join %,d adjectives with the live index, in SQL", options.queries());
    Child spark = platform.startJoin(options.queries(), platform.report("change"));
    spark.awaitSuccess(Duration.ofMinutes(10));
    job.checkAlive();
    Joined joined = platform.joined();
    for (Joined.Example example : joined.examples()) {
      console.say("%n%s%n", example.title());
      console.say("%s%n", example.sql().indent(4).stripTrailing());
      console.table(example.columns(), example.rows());
    }
    return joined;
  }

  private QuickstartReport report(Load load, Changes changes, Joined joined, long live) {
    return new QuickstartReport(
        load.records(),
        live,
        changes.deleted(),
        rounded(load.seconds()),
        rounded(live / load.seconds()),
        Percentiles.of(changes.freshnessMillis(), 50),
        Percentiles.of(changes.freshnessMillis(), 99),
        joined.joinRows(),
        joined.recallAt10(),
        joined.deletedRowsSeen());
  }

  private List<String> producerOptions(String phase, String rate) {
    return List.of(
        "--part-of-speech",
        "NOUN",
        "--records",
        Integer.toString(options.records()),
        "--updates",
        Double.toString(UPDATE_SHARE),
        "--deletes",
        Double.toString(DELETE_SHARE),
        "--malformed",
        Integer.toString(MALFORMED),
        "--seed",
        Long.toString(options.seed()),
        "--phase",
        phase,
        "--rate",
        rate);
  }

  private void checkDeadLetters(int malformed) {
    try (TopicTail letters = TopicTail.open(platform.bootstrapServers(), Platform.DEAD_LETTERS)) {
      long found = letters.messages();
      if (found < malformed) {
        throw unexpected("messages in " + Platform.DEAD_LETTERS, malformed, found);
      }
      console.say(
          "      %d malformed messages are in topic %s, each with its reason",
          malformed, Platform.DEAD_LETTERS);
    }
  }

  private static void checkSeen(long seen, Published report) {
    int sent = report.updated() + report.deleted();
    if (seen != sent) {
      throw unexpected("changes in topic " + Platform.TOPIC, sent, seen);
    }
  }

  private static VicinalException unexpected(String what, long expected, long found) {
    return new VicinalException(
        ErrorCode.INTERNAL, "%s: expected %d, found %d".formatted(what, expected, found));
  }

  private static Map<String, Instant> producedAt(VectorCollection collection, Set<String> ids) {
    List<RecordId> wanted = new ArrayList<>();
    ids.forEach(id -> wanted.add(RecordId.of(id)));
    Map<String, Instant> times = new HashMap<>();
    for (VectorRecord record : collection.get(wanted, Projection.of("produced_at"))) {
      if (record.attributes().get("produced_at") instanceof Instant time) {
        times.put(record.id().toString(), time);
      }
    }
    return times;
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }

  /** Ends a wait in which nothing happens any more. */
  private static final class Stall {
    private final String what;
    private long last = -1;
    private long since = System.nanoTime();

    Stall(String what) {
      this.what = what;
    }

    void check(long progress) {
      if (progress != last) {
        last = progress;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > STALLED.toNanos()) {
        throw new VicinalException(
            ErrorCode.UNAVAILABLE,
            "%s: expected progress within %d s, but it stands at %d"
                .formatted(what, STALLED.toSeconds(), progress));
      }
    }
  }
}
