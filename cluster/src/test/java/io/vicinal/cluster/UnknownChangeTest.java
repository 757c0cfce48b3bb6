package io.vicinal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.cluster.log.SimulatedReplicatedLog.Outcome;
import io.vicinal.cluster.log.SimulatedReplicatedLogs;
import io.vicinal.core.io.FaultyDirectory;
import org.apache.arrow.memory.RootAllocator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A change of the catalog whose caller was not told what came of it. */
class UnknownChangeTest {
  private final SimulatedReplicatedLogs logs = SimulatedReplicatedLogs.create();

  @Test
  void hasItsEffectAllTheSameWhenItIsInTheLog() {
    try (ShardedDatabase database = open()) {
      logs.first().next(Outcome.UNACKNOWLEDGED);
      assertUnknown(() -> database.createCollection(Points.spec(2)));
      database.collection("points").upsert(Points.points(0, 5));

      logs.first().next(Outcome.UNACKNOWLEDGED);
      assertUnknown(() -> database.dropCollection("points"));
      assertThat(database.collectionNames()).isEmpty();
      assertThat(logs.onDisk()).hasSize(1);
    }
  }

  @Test
  void hasNoneWhenItIsNotInTheLog() {
    try (ShardedDatabase database = open()) {
      logs.first().next(Outcome.LOST);
      assertUnknown(() -> database.createCollection(Points.spec(2)));
      assertThat(database.collectionNames()).isEmpty();
      database.createCollection(Points.spec(2)).upsert(Points.points(0, 5));
    }
  }

  private static void assertUnknown(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_OUTCOME));
  }

  private ShardedDatabase open() {
    return ShardedDatabase.open(
        FaultyDirectory.create(),
        ShardedOptions.DEFAULT.withThreads(1, 1),
        new RootAllocator(),
        DatabaseThreads.none(),
        node -> logs);
  }
}
