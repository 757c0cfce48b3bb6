package io.vicinal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vicinal.api.CollectionSpec;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchResult;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import io.vicinal.cluster.ratis.RatisOptions;
import io.vicinal.core.io.FileSystemDirectory;
import io.vicinal.core.io.StorageDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardedDatabaseIT {
  private static final ShardedOptions OPTIONS = ShardedOptions.DEFAULT.withThreads(2, 2);

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void recoversWhatWasAcknowledgedWhenItIsOpenedAgain(int shards, @TempDir Path path) {
    long last;
    try (ShardedDatabase database = ShardedDatabase.open(path, OPTIONS)) {
      ShardedCollection points = database.createCollection(Points.spec(shards));
      assertThat(points.upsert(Points.points(0, 100)).upserted()).isEqualTo(100);
      assertThat(points.delete(List.of(RecordId.of(7), RecordId.of(700))).deleted()).isEqualTo(1);
      points.flush();
      last = points.upsert(Points.points(100, 110)).sequenceNumber();
      assertThat(database.isReady()).isTrue();
    }
    for (int opening = 1; opening <= 2; opening++) {
      try (ShardedDatabase database = ShardedDatabase.open(path, OPTIONS)) {
        assertThat(database.isReady()).isTrue();
        assertThat(database.collectionNames()).containsExactly("points");
        ShardedCollection points = database.collection("points");
        assertThat(points.spec()).isEqualTo(Points.spec(shards));
        List<VectorRecord> expected = new ArrayList<>(Points.points(0, 110));
        expected.remove(7);
        assertThat(Points.all(points).values()).containsExactlyElementsOf(expected);
        assertThat(points.statistics().records()).isEqualTo(109);
        assertThat(points.statistics().sequenceNumber()).isEqualTo(last);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void searchesAndReadsEveryShard(int shards, @TempDir Path path) {
    try (ShardedDatabase database = ShardedDatabase.open(path, OPTIONS)) {
      ShardedCollection points = database.createCollection(Points.spec(shards));
      points.upsert(Points.points(0, 300));
      SearchResult nearest =
          points.search(
              SearchRequest.nearest("v", DenseVector.of(100.4f, 0), 5).returning(Projection.ALL));
      assertThat(nearest.neighbors().stream().map(each -> each.record()).toList())
          .containsExactly(
              Points.point(100),
              Points.point(101),
              Points.point(99),
              Points.point(102),
              Points.point(98));
      assertThat(
              points.get(
                  List.of(RecordId.of(5), RecordId.of(999), RecordId.of(1), RecordId.of(5)),
                  Projection.ALL))
          .containsExactly(Points.point(5), Points.point(1), Points.point(5));
      try (var cursor = points.scan(ScanRequest.ALL.limit(42))) {
        List<VectorRecord> some = new ArrayList<>();
        cursor.forEachRemaining(some::add);
        assertThat(some).doesNotHaveDuplicates().hasSize(42);
      }
    }
  }

  @Test
  void givesALaterWriteALargerNumberWhateverShardsItGoesTo(@TempDir Path path) {
    try (ShardedDatabase database = ShardedDatabase.open(path, OPTIONS)) {
      ShardedCollection points = database.createCollection(Points.spec(3));
      long before = 0;
      for (int i = 0; i < 50; i++) {
        WriteResult written = points.upsert(Points.points(i, i + 1));
        assertThat(written.sequenceNumber()).isGreaterThan(before);
        before = written.sequenceNumber();
      }
    }
  }

  @Test
  void forgetsADroppedCollectionForEver(@TempDir Path path) {
    CollectionSpec spec = Points.spec(2);
    try (ShardedDatabase database = ShardedDatabase.open(path, OPTIONS)) {
      ShardedCollection dropped = database.createCollection(spec);
      dropped.upsert(Points.points(0, 10));
      assertThatThrownBy(() -> database.createCollection(spec))
          .isInstanceOfSatisfying(
              VicinalException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.COLLECTION_EXISTS));
      database.dropCollection("points");
      assertThat(database.collectionNames()).isEmpty();
      assertThatThrownBy(() -> dropped.upsert(Points.points(0, 1)))
          .isInstanceOfSatisfying(
              VicinalException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_COLLECTION));
      assertThat(database.createCollection(spec).statistics().records()).isZero();
      assertThat(logs(path)).hasSize(3);
    }
    try (ShardedDatabase database = ShardedDatabase.open(path, OPTIONS)) {
      assertThat(database.collection("points").statistics().records()).isZero();
      assertThat(logs(path)).hasSize(3);
    }
  }

  @Test
  void isOpenInOneProcessAtATime(@TempDir Path path) {
    ShardedDatabase database = ShardedDatabase.open(path, OPTIONS);
    assertThatThrownBy(() -> ShardedDatabase.open(path, OPTIONS))
        .isInstanceOfSatisfying(
            VicinalException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DIRECTORY_IN_USE));
    database.close();
    database.close();
    assertThat(database.isReady()).isFalse();
    assertThatThrownBy(database::collectionNames).isInstanceOf(VicinalException.class);
    ShardedDatabase.open(path, OPTIONS).close();
  }

  @Test
  void gathersConcurrentWritesIntoFewerEntries(@TempDir Path path) {
    long writers = 16;
    long writes = 40;
    try (ShardedDatabase database = ShardedDatabase.open(path, OPTIONS)) {
      ShardedCollection points = database.createCollection(Points.spec(1));
      long before = points.statistics().sequenceNumber();
      List<CompletableFuture<Void>> all =
          LongStream.range(0, writers)
              .mapToObj(
                  writer ->
                      CompletableFuture.runAsync(
                          () -> {
                            for (int i = 0; i < writes; i++) {
                              long id = writer * writes + i;
                              points.upsert(Points.points(id, id + 1));
                              assertThat(points.get(List.of(RecordId.of(id)), Projection.ALL))
                                  .containsExactly(Points.point(id));
                            }
                          },
                          task -> new Thread(task, "writer-" + writer).start()))
              .toList();
      all.forEach(CompletableFuture::join);
      assertThat(points.statistics().records()).isEqualTo(writers * writes);
      assertThat(points.statistics().sequenceNumber() - before)
          .as("entries of %d writes", writers * writes)
          .isLessThan(writers * writes * 3 / 4);
    }
  }

  @Test
  void writesMoreThanAnEntryHoldsInOneStep(@TempDir Path path) {
    ShardedOptions options = OPTIONS.withLog(new RatisOptions(64 << 10, 64 << 10));
    try (ShardedDatabase database = ShardedDatabase.open(path, options)) {
      ShardedCollection points = database.createCollection(Points.spec(1));
      assertThat(points.upsert(Points.points(0, 20_000)).upserted()).isEqualTo(20_000);
      points.upsert(Points.points(5, 6));
    }
    try (ShardedDatabase database = ShardedDatabase.open(path, options)) {
      assertThat(database.collection("points").statistics().records()).isEqualTo(20_000);
      database.collection("points").flush();
    }
    try (ShardedDatabase database = ShardedDatabase.open(path, options)) {
      assertThat(database.collection("points").statistics().records()).isEqualTo(20_000);
    }
  }

  @Test
  void opensManyShards(@TempDir Path path) {
    ShardedOptions options = OPTIONS.withLog(new RatisOptions(256 << 10, 1 << 20));
    try (ShardedDatabase database = ShardedDatabase.open(path, options)) {
      database.createCollection(Points.spec(64)).upsert(Points.points(0, 1000));
      assertThat(database.logs()).hasSize(65);
    }
    try (ShardedDatabase database = ShardedDatabase.open(path, options)) {
      assertThat(database.isReady()).isTrue();
      assertThat(Points.all(database.collection("points"))).hasSize(1000);
    }
  }

  @Test
  void keepsACollectionClosedWithoutTheLogOfAShardOrItsManifest(@TempDir Path path)
      throws IOException {
    try (ShardedDatabase database = ShardedDatabase.open(path, OPTIONS)) {
      ShardedCollection points = database.createCollection(Points.spec(1));
      points.upsert(Points.points(0, 10));
      points.flush();
    }
    Path shard = path.resolve("collection-1").resolve("shard-0");
    Files.move(shard, path.resolve("elsewhere"));
    assertDamaged(path, "a manifest beside the log");
    Files.delete(shard);
    Files.move(path.resolve("elsewhere"), shard);

    Path log = logOfTheShard(path);
    Files.move(log, path.resolve("elsewhere"));
    assertDamaged(path, "the log");
    Files.move(path.resolve("elsewhere"), log);
    try (ShardedDatabase database = ShardedDatabase.open(path, OPTIONS)) {
      assertThat(database.collection("points").statistics().records()).isEqualTo(10);
    }
  }

  /** Nothing was sealed, so that the log alone had the records. */
  @Test
  void keepsACollectionClosedWhoseLogLostItsEnd(@TempDir Path path) throws IOException {
    try (ShardedDatabase database = ShardedDatabase.open(path, OPTIONS)) {
      ShardedCollection points = database.createCollection(Points.spec(1));
      points.upsert(Points.points(0, 10));
      points.upsert(Points.points(10, 20));
    }
    Path log = logOfTheShard(path);
    Path file = log.resolve("current").resolve("log_inprogress_0");
    byte[] intact = Files.readAllBytes(file);

    Files.move(log, path.resolve("elsewhere"));
    assertDamaged(path, "the log " + log.getFileName());
    Files.move(path.resolve("elsewhere"), log);

    Files.delete(file);
    assertDamaged(path, "one without entries");
    Files.write(file, new byte[0]);
    assertDamaged(path, "one without entries");
    Files.write(file, Arrays.copyOf(intact, intact.length / 2));
    assertDamaged(path, "one that ends with entry ");
    Files.write(file, intact);
    try (ShardedDatabase database = ShardedDatabase.open(path, OPTIONS)) {
      assertThat(database.collection("points").statistics().records()).isEqualTo(20);
    }
  }

  /** As if the node were killed: nothing is closed in order before the files are looked at. */
  @Test
  void bearsWitnessOfALogFromItsFirstMomentOnAndWhileItIsWritten(
      @TempDir Path path, @TempDir Path copies) throws IOException {
    try (ShardedDatabase database = ShardedDatabase.open(path, OPTIONS)) {
      ShardedCollection points = database.createCollection(Points.spec(1));
      Path log = logOfTheShard(path);
      assertOpens(copyWithout(null, path, copies.resolve("created")), 0);
      assertDamaged(copyWithout(log, path, copies.resolve("no-log")), "the log");

      points.upsert(Points.points(0, 10));
      points.upsert(Points.points(10, 20));
      StorageDirectory shard =
          FileSystemDirectory.open(path.resolve("collection-1").resolve("shard-0"));
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> LogWitness.open(shard).settled().orElse(0) >= 2);
      assertOpens(copyWithout(null, path, copies.resolve("written")), 20);
      Path file = log.resolve("current").resolve("log_inprogress_0");
      assertDamaged(
          copyWithout(file, path, copies.resolve("no-file")),
          "entry 2, which was durable by word of the shard's log.json");
      database.dropCollection("points");
      assertThat(path.resolve("collection-1")).doesNotExist();
    }
  }

  private static String[] logs(Path path) {
    String[] logs = path.resolve("raft").toFile().list((directory, name) -> !name.equals("LOCK"));
    return logs == null ? new String[0] : logs;
  }

  private static Path copyWithout(@Nullable Path left, Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.filter(each -> left == null || !each.startsWith(left)).toList()) {
        Files.copy(each, to.resolve(from.relativize(each).toString()));
      }
    }
    return to;
  }

  private static void assertOpens(Path path, long records) {
    try (ShardedDatabase database = ShardedDatabase.open(path, OPTIONS)) {
      assertThat(database.isReady()).isTrue();
      assertThat(database.collection("points").statistics().records()).isEqualTo(records);
    }
  }

  private static void assertDamaged(Path path, String expected) {
    try (ShardedDatabase database = ShardedDatabase.open(path, OPTIONS)) {
      assertThat(database.isReady()).isFalse();
      assertThatThrownBy(() -> database.collection("points"))
          .isInstanceOfSatisfying(
              VicinalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DAMAGED_FILE))
          .hasMessageContainingAll("'points', shard 0", expected);
    }
  }

  /** The other log is that of the metadata, which the node's file names. */
  private static Path logOfTheShard(Path path) throws IOException {
    String node = Files.readString(path.resolve("node.json"));
    try (Stream<Path> logs = Files.list(path.resolve("raft"))) {
      return logs.filter(Files::isDirectory)
          .filter(log -> !node.contains(log.getFileName().toString()))
          .findFirst()
          .orElseThrow();
    }
  }
}
