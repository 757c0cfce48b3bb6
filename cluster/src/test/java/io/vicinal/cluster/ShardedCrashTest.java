package io.vicinal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.DenseVector;
import io.vicinal.api.RecordId;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.VectorRecord;
import io.vicinal.cluster.log.SimulatedReplicatedLogs;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FaultyDirectory.Unsynced;
import io.vicinal.core.io.PowerFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/**
 * Lets the power fail after each operation on the disk of a life of a database, with collections
 * created and dropped, segments sealed and logs trimmed in it, and checks after the restart that
 * everything acknowledged is there. The logs are simulated: what was submitted to them is durable.
 */
class ShardedCrashTest {
  private static final int WRITES = 8;

  @Test
  void losesNothingAcknowledgedWhereverThePowerFails() {
    int states = 0;
    for (int crash = 1; ; crash++) {
      FaultyDirectory disk = FaultyDirectory.create().crashAfter(crash);
      Life life = new Life();
      boolean finished = life.live(disk);
      for (Unsynced unsynced : Unsynced.values()) {
        String where = "crash after " + crash + ", " + unsynced;
        check(disk.afterPowerFailure(unsynced, crash), life, where);
        states++;
      }
      if (finished) {
        break;
      }
    }
    assertThat(states).as("states of the disk").isGreaterThan(300);
  }

  private static void check(FaultyDirectory disk, Life life, String where) {
    // Twice: what the first opening leaves must be good, too.
    SimulatedReplicatedLogs logs = life.logs;
    for (int opening = 1; opening <= 2; opening++) {
      logs = logs.restarted();
      try (ShardedDatabase database = open(disk, logs)) {
        assertThat(database.isReady()).as(where).isTrue();
        if (!database.collectionNames().contains("points")) {
          assertThat(life.dropping || !life.created).as(where).isTrue();
          continue;
        }
        assertThat(life.dropped).as(where).isFalse();
        ShardedCollection points = database.collection("points");
        Map<RecordId, VectorRecord> found = Points.all(points);
        assertThat(life.states.subList(life.acknowledged, life.states.size()))
            .as(where)
            .contains(found);
        assertThat(points.statistics().records()).as(where).isEqualTo(found.size());
        SearchRequest all = SearchRequest.nearest("v", DenseVector.of(0, 0), 1000);
        assertThat(points.search(all).neighbors()).as(where).hasSize(found.size());
      }
    }
  }

  private static ShardedDatabase open(FaultyDirectory disk, SimulatedReplicatedLogs logs) {
    return ShardedDatabase.open(
        disk,
        ShardedOptions.DEFAULT.withThreads(1, 1),
        new RootAllocator(),
        DatabaseThreads.none(),
        node -> logs);
  }

  /** What a user did and was told, whatever happens to the disk. */
  private static final class Life {
    private final SimulatedReplicatedLogs logs = SimulatedReplicatedLogs.create();

    /** The records after so many writes. */
    private final List<Map<RecordId, VectorRecord>> states = new ArrayList<>(List.of(Map.of()));

    private int acknowledged;
    private boolean created;
    private boolean dropping;
    private boolean dropped;

    /** Returns whether the power lasted. */
    boolean live(FaultyDirectory disk) {
      try (ShardedDatabase database = open(disk, logs)) {
        // On one shard a write is atomic, and each state one of the list.
        ShardedCollection points = database.createCollection(Points.spec(1));
        created = true;
        for (int i = 0; i < WRITES; i++) {
          write(points, i);
          if (i % 3 == 2) {
            points.flush();
          }
        }
        dropping = true;
        database.dropCollection("points");
        dropped = true;
        return true;
      } catch (PowerFailure e) {
        return false;
      }
    }

    private void write(ShardedCollection points, int i) {
      Map<RecordId, VectorRecord> after = new TreeMap<>(states.get(i));
      Points.points(3L * i, 3L * i + 5).forEach(record -> after.put(record.id(), record));
      states.add(after);
      points.upsert(Points.points(3L * i, 3L * i + 5));
      acknowledged = i + 1;
    }
  }
}
