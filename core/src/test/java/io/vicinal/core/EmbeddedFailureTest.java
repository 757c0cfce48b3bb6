package io.vicinal.core;

import static io.vicinal.testkit.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FaultyDirectory.Operation;
import io.vicinal.core.io.FaultyDirectory.Unsynced;
import io.vicinal.core.io.PowerFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A disk that refuses, and a database on it. */
class EmbeddedFailureTest {
  private static final CollectionSpec SPEC =
      CollectionSpec.of(
          "c",
          new CollectionSchema(
              IdType.INT64, List.of(VectorField.of("v", 1, Metric.EUCLIDEAN)), List.of()));
  private static final DatabaseOptions OPTIONS =
      DatabaseOptions.DEFAULT.withGrowingLimits(3, 1L << 20);

  /** Later writes were logged, not applied, and answered with an unknown outcome, for ever. */
  @Test
  void logsNothingMoreAfterAWriteCouldNotBeApplied() {
    FaultyDirectory disk = FaultyDirectory.create();
    try (EmbeddedDatabase database = open(disk)) {
      EmbeddedCollection collection = database.createCollection(SPEC);
      // The log goes on, but no segment is finished.
      disk.before(Operation.RENAME, EmbeddedFailureTest::refuse);
      for (long id = 0; id < 6; id++) {
        collection.upsert(List.of(record(id)));
      }
      assertRefused(
          ErrorCode.UNKNOWN_OUTCOME, () -> collection.upsert(List.of(record(6))), "opened again");
      assertRefused(
          ErrorCode.READ_ONLY, () -> collection.upsert(List.of(record(7))), "'c'", "open");
      assertThat(collection.get(ids(8), Projection.ID_ONLY)).hasSize(6);
      disk.before(Operation.RENAME, () -> {});
    }
    try (EmbeddedDatabase database = open(disk)) {
      EmbeddedCollection collection = database.collection("c");
      assertThat(collection.get(ids(8), Projection.ID_ONLY)).hasSize(7);
      assertThat(collection.upsert(List.of(record(7))).upserted()).isEqualTo(1);
    }
  }

  /** One damaged file kept every collection closed. */
  @Test
  void opensTheOthersBesideACollectionThatIsDamaged() {
    FaultyDirectory disk = FaultyDirectory.create();
    CollectionSpec other = CollectionSpec.of("other", SPEC.schema());
    try (EmbeddedDatabase database = open(disk)) {
      for (CollectionSpec spec : List.of(SPEC, other)) {
        database.createCollection(spec).upsert(List.of(record(1), record(2)));
      }
    }
    FaultyDirectory log = disk.subdirectory("collection-1").subdirectory("log");
    byte[] damaged = log.bytes(log.list().get(0));
    damaged[0] ^= 1;
    log.overwrite(log.list().get(0), damaged);
    try (EmbeddedDatabase database = open(disk)) {
      assertThat(database.collectionNames()).containsExactly("c", "other");
      assertThat(database.collection("other").get(ids(8), Projection.ID_ONLY)).hasSize(2);
      assertRefused(
          ErrorCode.DAMAGED_FILE,
          () -> database.collection("c"),
          "collection 'c' could not be opened",
          "collection-1/log",
          "or drop the collection");
      assertRefused(ErrorCode.COLLECTION_EXISTS, () -> database.createCollection(SPEC));
      database.dropCollection("c");
      assertThat(database.collectionNames()).containsExactly("other");
      assertThat(database.createCollection(SPEC).statistics().records()).isZero();
    }
  }

  /** The number of a collection that may exist was given to the next one, and its directory. */
  @Test
  void startsAfterACreationThatMayHaveSucceededAndAnotherThatDidNot() {
    boolean finished = false;
    for (int crash = 1; !finished; crash++) {
      FaultyDirectory disk = FaultyDirectory.create();
      finished = createTwice(disk, crash);
      for (Unsynced unsynced : Unsynced.values()) {
        try (EmbeddedDatabase reopened = open(disk.afterPowerFailure(unsynced, crash))) {
          List<String> names = reopened.collectionNames();
          assertThat(names).as("crash after " + crash).isIn(List.of(), List.of("c"));
          assertThat(!finished || names.contains("c")).as("crash after " + crash).isTrue();
        }
      }
    }
  }

  /** The first creation fails with its last sync, the second with the power; or it succeeds. */
  private static boolean createTwice(FaultyDirectory disk, int crash) {
    AtomicInteger syncs = new AtomicInteger(syncsOfACreation());
    try (EmbeddedDatabase database = open(disk)) {
      disk.before(
          Operation.SYNC_DIRECTORY,
          () -> {
            if (syncs.decrementAndGet() == 0) {
              refuse();
            }
          });
      assertRefused(ErrorCode.STORAGE_FAILURE, () -> database.createCollection(SPEC));
      disk.crashAfter(disk.operations() + crash);
      database.createCollection(SPEC);
      return true;
    } catch (PowerFailure e) {
      return false;
    }
  }

  /** A disk was full, a collection was dropped to make room, and its files stayed. */
  @Test
  void deletesTheFilesOfADroppedCollectionWhoseLogCannotBeClosed() {
    FaultyDirectory disk = FaultyDirectory.create();
    try (EmbeddedDatabase database = open(disk)) {
      EmbeddedCollection collection = database.createCollection(SPEC);
      collection.upsert(List.of(record(1)));
      // When the catalog is written; the log then begins a file.
      disk.before(
          Operation.RENAME, () -> disk.before(Operation.CREATE, EmbeddedFailureTest::refuse));
      database.dropCollection("c");
      assertThat(database.collectionNames()).isEmpty();
      assertThat(disk.subdirectories()).isEmpty();
      assertRefused(ErrorCode.UNKNOWN_COLLECTION, collection::statistics, "dropped");
    }
  }

  /** Searches waited for a drop, and that for the segment which was being sealed. */
  @Test
  void findsCollectionsWhileOthersAreCreatedAndDropped() {
    FaultyDirectory disk = FaultyDirectory.create();
    try (EmbeddedDatabase database = open(disk)) {
      EmbeddedCollection collection = database.createCollection(SPEC);
      List<List<String>> seen = new ArrayList<>();
      Runnable read =
          () -> {
            CompletableFuture<List<String>> names =
                CompletableFuture.supplyAsync(database::collectionNames);
            seen.add(names.orTimeout(1, TimeUnit.MINUTES).join());
            CompletableFuture<EmbeddedCollection> found =
                CompletableFuture.supplyAsync(() -> database.collection("c"));
            assertThat(found.orTimeout(1, TimeUnit.MINUTES).join()).isSameAs(collection);
          };
      disk.before(Operation.RENAME, read);
      database.createCollection(CollectionSpec.of("other", SPEC.schema()));
      database.dropCollection("other");
      disk.before(Operation.RENAME, () -> {});
      assertThat(seen).startsWith(List.of("c")).endsWith(List.of("c", "other"));
    }
  }

  private static int syncsOfACreation() {
    FaultyDirectory disk = FaultyDirectory.create();
    try (EmbeddedDatabase database = open(disk)) {
      int before = disk.operations(Operation.SYNC_DIRECTORY);
      database.createCollection(SPEC);
      return disk.operations(Operation.SYNC_DIRECTORY) - before;
    }
  }

  private static void refuse() {
    throw new VicinalException(ErrorCode.STORAGE_FAILURE, "Input/output error");
  }

  private static EmbeddedDatabase open(FaultyDirectory disk) {
    return EmbeddedDatabase.open(disk, OPTIONS, DatabaseThreads.none());
  }

  private static List<RecordId> ids(int count) {
    return LongStream.range(0, count).mapToObj(RecordId::of).toList();
  }

  private static VectorRecord record(long id) {
    return new VectorRecord(RecordId.of(id), Map.of("v", DenseVector.of((float) id)), Map.of());
  }
}
