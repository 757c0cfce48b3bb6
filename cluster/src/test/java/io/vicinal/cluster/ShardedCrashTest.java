package io.vicinal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.Mutation;
import io.vicinal.cluster.log.SimulatedReplicatedLogs;
import io.vicinal.core.io.CrashSweep;
import io.vicinal.core.io.CrashTrial;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.testkit.WriteHistory;
import java.util.List;
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
    assertThat(CrashSweep.run(Trial::new, 1)).as("states of the disk").isGreaterThan(300);
  }

  private static final class Trial implements CrashTrial {
    private final SimulatedReplicatedLogs logs = SimulatedReplicatedLogs.create();

    /** On one shard a write is atomic. */
    private final WriteHistory history = new WriteHistory();

    private boolean created;
    private boolean dropping;
    private boolean dropped;

    @Override
    public void live(FaultyDirectory disk) {
      try (ShardedDatabase database = open(disk, logs)) {
        ShardedCollection points = database.createCollection(Points.spec(1));
        created = true;
        for (int i = 0; i < WRITES; i++) {
          history.write(points, mutations(i));
          if (i % 3 == 2) {
            points.flush();
          }
        }
        dropping = true;
        database.dropCollection("points");
        dropped = true;
      }
    }

    @Override
    public void check(FaultyDirectory disk, String where) {
      // Twice: what the first opening leaves must be good, too.
      SimulatedReplicatedLogs restarted = logs;
      for (int opening = 1; opening <= 2; opening++) {
        restarted = restarted.restarted();
        try (ShardedDatabase database = open(disk, restarted)) {
          assertThat(database.isReady()).as(where).isTrue();
          if (!database.collectionNames().contains("points")) {
            assertThat(dropping || !created).as(where).isTrue();
            continue;
          }
          assertThat(dropped).as(where).isFalse();
          history.check(database.collection("points"), where);
        }
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

  private static List<Mutation> mutations(int write) {
    return Points.points(3L * write, 3L * write + 5).stream()
        .<Mutation>map(Mutation.Upsert::new)
        .toList();
  }
}
