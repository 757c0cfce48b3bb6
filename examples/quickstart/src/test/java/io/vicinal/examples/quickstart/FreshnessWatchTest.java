package io.vicinal.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.examples.quickstart.TopicMessage.Kind;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreshnessWatchTest {
  private final SettableClock clock = new SettableClock();
  private final Map<String, Instant> node = new HashMap<>();
  private final FreshnessWatch watch = new FreshnessWatch(this::live, clock);

  @Test
  void samplesFromProducedToFirstFound() {
    watch.expect(List.of(upsert("a", 1_000), upsert("b", 1_010)));
    clock.millis = 1_020;
    watch.look();
    assertThat(watch.samplesMillis()).isEmpty();

    node.put("a", Instant.ofEpochMilli(1_000));
    clock.millis = 1_035;
    watch.look();
    node.put("b", Instant.ofEpochMilli(1_010));
    clock.millis = 1_050;
    watch.look();

    assertThat(watch.samplesMillis()).containsExactly(35.0, 40.0);
    assertThat(watch.outstanding()).isZero();
  }

  @Test
  void waitsForTheNewVersionOfARecordThatIsThereAlready() {
    node.put("a", Instant.ofEpochMilli(500));
    watch.expect(List.of(upsert("a", 1_000)));
    clock.millis = 1_010;
    watch.look();
    assertThat(watch.outstanding()).isEqualTo(1);

    node.put("a", Instant.ofEpochMilli(1_000));
    watch.look();
    assertThat(watch.samplesMillis()).containsExactly(10.0);
  }

  @Test
  void waitsForADeletionWithoutASampleOfIt() {
    node.put("a", Instant.ofEpochMilli(500));
    watch.expect(List.of(new TopicMessage("a", 1_000, Kind.DELETE)));
    watch.look();
    assertThat(watch.outstanding()).isEqualTo(1);

    node.remove("a");
    watch.look();
    assertThat(watch.outstanding()).isZero();
    assertThat(watch.samplesMillis()).isEmpty();
  }

  private Map<String, Instant> live(Set<String> ids) {
    Map<String, Instant> found = new HashMap<>(node);
    found.keySet().retainAll(new HashSet<>(ids));
    return found;
  }

  private static TopicMessage upsert(String id, long millis) {
    return new TopicMessage(id, millis, Kind.UPSERT);
  }

  /** Stands still until it is set. */
  private static final class SettableClock extends Clock {
    private long millis;

    @Override
    public long millis() {
      return millis;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("no test asks for a zone");
    }
  }
}
