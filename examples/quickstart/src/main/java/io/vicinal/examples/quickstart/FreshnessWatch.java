package io.vicinal.examples.quickstart;

import io.vicinal.examples.quickstart.TopicMessage.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures how long a published change takes until a reader of the node finds it. It asks the node
 * again and again for the records that are still outstanding, so a sample is too large by up to the
 * time between two questions, never too small. Producer and watch read the clock of one machine.
 *
 * <p>Deletions are awaited like updates; only updates are sampled, as "searchable" has no meaning
 * for what is gone. Not thread-safe.
 */
final class FreshnessWatch {
  /** Reads the node: when the live ones among these ids were produced. */
  interface Reader {
    /** Ids that are absent from the node are absent from the answer. */
    Map<String, Instant> producedAt(Set<String> ids);
  }

  private final Reader node;
  private final Clock clock;
  private final Map<String, TopicMessage> outstanding = new HashMap<>();
  private final List<Double> samplesMillis = new ArrayList<>();

  FreshnessWatch(Reader node, Clock clock) {
    this.node = node;
    this.clock = clock;
  }

  /** The node is expected to show these changes; the last one of an id replaces those before. */
  void expect(List<TopicMessage> published) {
    for (TopicMessage message : published) {
      outstanding.put(message.id(), message);
    }
  }

  /** Changes that the node does not show yet. */
  int outstanding() {
    return outstanding.size();
  }

  /** Asks the node once and takes a sample of each update that it shows now. */
  void look() {
    if (outstanding.isEmpty()) {
      return;
    }
    Map<String, Instant> live = node.producedAt(Set.copyOf(outstanding.keySet()));
    // After the answer: the time that the question took belongs to the sample.
    long now = clock.millis();
    Iterator<TopicMessage> waiting = outstanding.values().iterator();
    while (waiting.hasNext()) {
      TopicMessage message = waiting.next();
      Instant shown = live.get(message.id());
      if (message.kind() == Kind.DELETE && shown == null) {
        waiting.remove();
      } else if (message.kind() == Kind.UPSERT
          && shown != null
          && shown.toEpochMilli() >= message.producedAtMillis()) {
        samplesMillis.add((double) (now - message.producedAtMillis()));
        waiting.remove();
      }
    }
  }

  /** Milliseconds from produced to found, one for each update. */
  List<Double> samplesMillis() {
    return List.copyOf(samplesMillis);
  }
}
