package io.vicinal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.cluster.log.RecordingMachine;
import io.vicinal.cluster.log.SimulatedReplicatedLogs;
import io.vicinal.core.catalog.Catalog;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FaultyDirectory.Operation;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.RootAllocator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A shard that cannot be opened closes its collection, and no other. */
class UnopenedShardTest {
  private static final CollectionSpec OTHER = new CollectionSpec("other", Points.SCHEMA, 1);

  private final FaultyDirectory disk = FaultyDirectory.create();
  private SimulatedReplicatedLogs logs = SimulatedReplicatedLogs.create();

  UnopenedShardTest() {
    try (ShardedDatabase database = open()) {
      for (CollectionSpec spec : new CollectionSpec[] {Points.spec(2), OTHER}) {
        ShardedCollection collection = database.createCollection(spec);
        collection.upsert(Points.points(0, 30));
      }
    }
    logs = logs.restarted();
  }

  @Test
  void isNamedWithItsFileAndCanBeDropped() {
    FaultyDirectory shard = disk.subdirectory("collection-1").subdirectory("shard-1");
    String manifest =
        shard.list().stream().filter(file -> file.startsWith("manifest-")).findAny().orElseThrow();
    shard.overwrite(manifest, new byte[20]);
    try (ShardedDatabase database = open()) {
      assertOthersAreOpen(database);
      assertRefused(ErrorCode.DAMAGED_FILE, () -> database.collection("points"))
          .hasMessageContainingAll("'points', shard 1", "shard-1/" + manifest, "or drop");
      assertRefused(ErrorCode.COLLECTION_EXISTS, () -> database.createCollection(Points.spec(2)));
    }
    logs = logs.restarted();
    try (ShardedDatabase database = open()) {
      assertOthersAreOpen(database);
      database.dropCollection("points");
      assertThat(database.isReady()).isTrue();
      assertThat(database.unopened()).isEmpty();
      assertThat(database.collectionNames()).containsExactly("other");
      assertThat(logs.onDisk()).hasSize(2);
      assertThat(disk.subdirectories()).doesNotContain("collection-1");
      assertThat(database.createCollection(Points.spec(2)).statistics().records()).isZero();
    }
  }

  @Test
  void isOneWhoseLogCannotBeReplayed() {
    UUID group = Placement.group(Catalog.open(disk).entries().get(0).uuid(), 1);
    RecordingMachine somebodyElse = RecordingMachine.create();
    logs.open(group, "log", somebodyElse).submit(RecordingMachine.bytes("\u0001")).join();
    logs = logs.restarted();
    try (ShardedDatabase database = open()) {
      assertOthersAreOpen(database);
      assertRefused(ErrorCode.DAMAGED_FILE, () -> database.collection("points"))
          .hasMessageContaining("'points', shard 1");
    }
  }

  @Test
  void isOneWhoseLogIsGoneBeforeAnythingWasSealed() {
    UUID group = Placement.group(Catalog.open(disk).entries().get(0).uuid(), 1);
    logs.delete(group);
    try (ShardedDatabase database = open()) {
      assertOthersAreOpen(database);
      assertRefused(ErrorCode.DAMAGED_FILE, () -> database.collection("points"))
          .hasMessageContainingAll("'points', shard 1", "the log " + group, "found none");
    }
  }

  @Test
  void isTriedAgainWithTheNextOpening() {
    FaultyDirectory shard = disk.subdirectory("collection-1").subdirectory("shard-0");
    String manifest =
        shard.list().stream().filter(file -> file.startsWith("manifest-")).findAny().orElseThrow();
    byte[] intact = shard.bytes(manifest);
    shard.overwrite(manifest, new byte[20]);
    open().close();
    shard.overwrite(manifest, intact);
    logs = logs.restarted();
    try (ShardedDatabase database = open()) {
      assertThat(database.isReady()).isTrue();
      assertThat(Points.all(database.collection("points"))).hasSize(30);
    }
  }

  @Test
  void doesNotBecomeACollectionWhenItIsCreated() {
    try (ShardedDatabase database = open()) {
      CollectionSpec spec = new CollectionSpec("third", Points.SCHEMA, 1);
      AtomicBoolean failed = new AtomicBoolean();
      disk.before(
          Operation.RENAME,
          () -> {
            if (disk.subdirectories().contains("collection-3") && !failed.getAndSet(true)) {
              throw new VicinalException(ErrorCode.STORAGE_FAILURE, "Input/output error");
            }
          });
      assertRefused(ErrorCode.STORAGE_FAILURE, () -> database.createCollection(spec))
          .hasMessageContaining("Input/output error");
      assertThat(database.collectionNames()).doesNotContain("third");
      assertThat(database.createCollection(spec).statistics().records()).isZero();
    }
  }

  /** Its log has no entry, and nothing may say that it had: it would be closed for ever. */
  @Test
  void isAnEmptyCollectionAfterItCouldNotBeCreatedOnAFullDisk() {
    ShardedDatabase database = open();
    logs.fillTheDisk();
    assertThatThrownBy(
            () -> database.createCollection(new CollectionSpec("third", Points.SCHEMA, 1)))
        .isInstanceOf(VicinalException.class);
    database.close();
    logs = logs.restarted();
    try (ShardedDatabase again = open()) {
      assertThat(again.unopened()).isEmpty();
      assertThat(again.collection("third").statistics().records()).isZero();
      again.collection("third").upsert(Points.points(0, 3));
      assertThat(again.collection("points").statistics().records()).isEqualTo(30);
    }
  }

  private static void assertOthersAreOpen(ShardedDatabase database) {
    assertThat(database.collectionNames()).containsExactly("other", "points");
    assertThat(database.isReady()).isFalse();
    assertThat(database.unopened()).hasSize(1);
    assertThat(Points.all(database.collection("other"))).hasSize(30);
    database.collection("other").upsert(Points.points(0, 1));
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(
      ErrorCode code, ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(VicinalException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private ShardedDatabase open() {
    return ShardedDatabase.open(
        disk,
        ShardedOptions.DEFAULT.withThreads(1, 1),
        new RootAllocator(),
        DatabaseThreads.none(),
        node -> logs);
  }
}
