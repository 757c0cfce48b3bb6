package io.vicinal.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.Mutation;
import io.vicinal.api.RecordCursor;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FaultyDirectory.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompactionTest {
  private static final long SEED = Long.getLong("vicinal.seed", 20_240_613L);
  private static final CollectionSchema SCHEMA = EngineFixture.schema(IdType.STRING);

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final FaultyDirectory directory = FaultyDirectory.create();
  private final BufferAllocator allocator = new RootAllocator();
  private final Map<RecordId, VectorRecord> model = new TreeMap<>();
  private CollectionEngine engine = open();
  private long sequence;

  /** Fails when memory was left behind. */
  @AfterEach
  void close() {
    engine.close();
    allocator.close();
  }

  @Test
  void dropsRowsThatWereReplacedOrDeleted() {
    upsert(0, 100);
    engine.checkpoint();
    upsert(0, 20);
    delete(20, 30);
    engine.checkpoint();
    assertThat(engine.statistics().deletedRows()).isEqualTo(30);
    assertThat(engine.compact()).isEqualTo(1);
    assertThat(engine.statistics().deletedRows()).isZero();
    assertUnchanged();
    reopen();
    assertThat(engine.statistics().deletedRows()).isZero();
    assertUnchanged();
  }

  @Test
  void leavesSegmentsWithFewDeletedRowsAlone() {
    upsert(0, 100);
    engine.checkpoint();
    delete(0, 25);
    engine.checkpoint();
    assertThat(engine.compact()).isZero();
    delete(25, 26);
    engine.checkpoint();
    assertThat(engine.compact()).isEqualTo(1);
    assertUnchanged();
  }

  @Test
  void aSegmentWithoutARowThatExistsIsDropped() {
    upsert(0, 50);
    engine.checkpoint();
    upsert(50, 60);
    engine.checkpoint();
    delete(0, 50);
    engine.checkpoint();
    assertThat(engine.statistics().deletedRows()).isZero();
    assertUnchanged();
    assertThat(directory.subdirectories()).contains("segment-1");
    // Until no manifest names it.
    upsert(60, 61);
    engine.checkpoint();
    assertThat(directory.subdirectories()).doesNotContain("segment-1");
    reopen();
    assertUnchanged();
  }

  @Test
  void anEmptyCollectionStaysOneAfterEverythingWasDeleted() {
    upsert(0, 30);
    engine.checkpoint();
    delete(0, 30);
    engine.checkpoint();
    assertThat(engine.compact()).isZero();
    reopen();
    assertUnchanged();
    assertThat(engine.statistics().records()).isZero();
  }

  @Test
  void mergedSegmentsFindWhatTheirSourcesFound() {
    for (int i = 0; i < 4; i++) {
      upsert(i * 400L, i * 400L + 400);
      engine.checkpoint();
    }
    double before = recall();
    assertThat(engine.compact()).isEqualTo(1);
    // The merged one, and the growing one.
    assertThat(engine.statistics().segments()).isEqualTo(2);
    assertThat(before).isGreaterThanOrEqualTo(0.95);
    assertThat(recall())
        .as("before %f, -Dvicinal.seed=%d", before, SEED)
        .isGreaterThanOrEqualTo(0.95);
    assertUnchanged();
  }

  @Test
  void aReaderKeepsItsViewWhateverIsMergedMeanwhile() {
    upsert(0, 100);
    engine.checkpoint();
    Map<RecordId, VectorRecord> seen = new TreeMap<>(model);
    try (RecordCursor cursor = engine.scan(ScanRequest.ALL)) {
      VectorRecord first = cursor.next();
      assertThat(first).isEqualTo(seen.remove(first.id()));
      delete(0, 60);
      engine.checkpoint();
      assertThat(engine.compact()).isEqualTo(1);
      upsert(100, 101);
      engine.checkpoint();
      assertThat(directory.subdirectories()).doesNotContain("segment-1");
      while (cursor.hasNext()) {
        VectorRecord record = cursor.next();
        assertThat(record).isEqualTo(seen.remove(record.id()));
      }
    }
    assertThat(seen).isEmpty();
    assertUnchanged();
  }

  @Test
  void entriesAndCheckpointsDuringAMergeAreKept() {
    for (int i = 0; i < 4; i++) {
      upsert(i * 30L, i * 30L + 30);
      delete(i * 30L, i * 30L + 4);
      engine.checkpoint();
    }
    duringTheMerge(
        () -> {
          delete(5, 9);
          upsert(40, 45);
          engine.checkpoint();
          delete(41, 43);
          upsert(100, 130);
        });
    assertThat(engine.compact()).isEqualTo(1);
    assertUnchanged();
    engine.checkpoint();
    reopen();
    assertUnchanged();
  }

  @Test
  void aManifestThatAMergePublishesKeepsSegmentsThatNoManifestNamesYet() {
    for (int i = 0; i < 4; i++) {
      upsert(i * 10L, i * 10L + 10);
      engine.checkpoint();
    }
    duringTheMerge(
        () -> {
          // Sealed, but its manifest is not written: the next checkpoint will name the segment.
          upsert(50, 60);
          AtomicBoolean failed = new AtomicBoolean();
          directory.before(
              Operation.CREATE,
              () -> {
                if (directory.subdirectories().contains("segment-5")
                    && directory.subdirectory("segment-5").exists("segment.json")
                    && failed.compareAndSet(false, true)) {
                  directory.failNext(Operation.CREATE, "Input/output error");
                }
              });
          assertThatThrownBy(() -> engine.checkpoint()).isInstanceOf(VicinalException.class);
          assertThat(failed).isTrue();
        });
    assertThat(engine.compact()).isEqualTo(1);
    engine.checkpoint();
    reopen();
    assertUnchanged();
  }

  @Test
  void aMergeSurvivesThatAllItsSourcesAreDroppedMeanwhile() {
    for (int i = 0; i < 4; i++) {
      upsert(i * 10L, i * 10L + 10);
      engine.checkpoint();
    }
    duringTheMerge(
        () -> {
          delete(0, 40);
          engine.checkpoint();
        });
    assertThat(engine.compact()).isEqualTo(1);
    assertUnchanged();
    engine.checkpoint();
    reopen();
    assertUnchanged();
  }

  @Test
  void aMergeThatFailedHasChangedNothingAndCanBeRepeated() {
    for (int i = 0; i < 4; i++) {
      upsert(i * 10L, i * 10L + 10);
      engine.checkpoint();
    }
    for (Operation operation :
        List.of(Operation.CREATE, Operation.WRITE, Operation.SYNC, Operation.RENAME)) {
      directory.failNext(operation, "Input/output error");
      assertThatThrownBy(() -> engine.compact())
          .as("" + operation)
          .isInstanceOfSatisfying(
              VicinalException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_FAILURE));
      assertThat(engine.statistics().segments()).isEqualTo(5);
      assertUnchanged();
    }
    assertThat(engine.compact()).isEqualTo(1);
    assertThat(engine.statistics().segments()).isEqualTo(2);
    assertUnchanged();
    reopen();
    assertUnchanged();
  }

  /** Runs an action once, when the next segment is written. */
  private void duringTheMerge(Runnable action) {
    AtomicBoolean done = new AtomicBoolean();
    directory.before(
        Operation.CREATE,
        () -> {
          if (done.compareAndSet(false, true)) {
            action.run();
          }
        });
  }

  private double recall() {
    double recall = 0;
    int queries = 50;
    for (int i = 0; i < queries; i++) {
      DenseVector query = EngineFixture.vector(6, random);
      SearchRequest request = SearchRequest.nearest("v", query, 10);
      Set<RecordId> exact = ids(request.in(SearchMode.EXACT));
      Set<RecordId> found = ids(request);
      found.retainAll(exact);
      recall += found.size() / 10.0 / queries;
    }
    return recall;
  }

  private Set<RecordId> ids(SearchRequest request) {
    Set<RecordId> ids = new HashSet<>();
    engine.search(request).neighbors().forEach(n -> ids.add(n.record().id()));
    return ids;
  }

  private void upsert(long from, long to) {
    List<Mutation> mutations = new ArrayList<>();
    for (long number = from; number < to; number++) {
      VectorRecord record = EngineFixture.record(SCHEMA, number, random);
      model.put(record.id(), record);
      mutations.add(EngineFixture.upsert(record));
    }
    EngineFixture.apply(engine, ++sequence, mutations, allocator);
  }

  private void delete(long from, long to) {
    List<RecordId> ids =
        LongStream.range(from, to).mapToObj(number -> EngineFixture.id(SCHEMA, number)).toList();
    model.keySet().removeAll(ids);
    EngineFixture.apply(
        engine, ++sequence, ids.stream().map(EngineFixture::delete).toList(), allocator);
  }

  private void assertUnchanged() {
    assertThat(EngineFixture.records(engine)).as("-Dvicinal.seed=%d", SEED).isEqualTo(model);
    assertThat(engine.statistics().records()).isEqualTo(model.size());
  }

  private void reopen() {
    engine.close();
    engine = open();
  }

  /** Nothing runs in the background: the test says when segments are merged. */
  private CollectionEngine open() {
    EngineOptions options = EngineOptions.of(1, Runnable::run, task -> {}, task -> {});
    return CollectionEngine.open(directory, SCHEMA, options, allocator);
  }
}
