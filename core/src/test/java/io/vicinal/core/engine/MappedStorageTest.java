package io.vicinal.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.FieldStatistics;
import io.vicinal.api.IdType;
import io.vicinal.api.IndexMemory;
import io.vicinal.api.Metric;
import io.vicinal.api.Mutation;
import io.vicinal.api.Neighbor;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScalarType;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchResult;
import io.vicinal.api.Storage;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.api.filter.FilterParser;
import io.vicinal.core.io.FileSystemDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Collections whose vectors are mapped, on a file system that maps and unmaps. */
class MappedStorageTest {
  private static final long SEED = Long.getLong("vicinal.seed", 20_261_129L);
  private static final int DIMENSION = 12;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final BufferAllocator allocator = new RootAllocator();
  private final Path folder;

  MappedStorageTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Fails when memory was left behind, that is when something stayed mapped. */
  @AfterEach
  void closeAllocator() {
    allocator.close();
  }

  @Test
  void findsWhatACollectionInMemoryFinds() {
    Pair pair = new Pair();
    pair.upsert(0, 2300);
    pair.assertAlike("growing");
    pair.each(CollectionEngine::checkpoint);
    pair.assertAlike("sealed, with codes");
    pair.upsert(100, 400);
    pair.delete(500, 900);
    pair.assertAlike("with rows replaced and deleted");
    pair.each(CollectionEngine::checkpoint);
    pair.reopen();
    pair.assertAlike("opened again");
    for (int i = 0; i < 4; i++) {
      pair.upsert(3000 + 50 * i, 3060 + 50 * i);
      pair.each(CollectionEngine::checkpoint);
    }
    pair.delete(950, 1700);
    pair.each(CollectionEngine::checkpoint);
    assertThat(pair.mapped.compact()).isPositive();
    assertThat(pair.inMemory.compact()).isPositive();
    pair.assertAlike("merged");
    pair.reopen();
    pair.assertAlike("merged and opened again");
    pair.upsert(5000, 5100);
    pair.crash();
    pair.assertAlike("opened again after a crash");
    pair.each(CollectionEngine::close);
  }

  @Test
  void keepsNoVectorsOfSealedSegmentsInMemory() {
    Pair pair = new Pair();
    pair.upsert(0, 2200);
    long growing = pair.vectorBytes(pair.mapped);
    assertThat(growing).isGreaterThanOrEqualTo(4 * 2200L * 16 * 4);
    pair.each(CollectionEngine::checkpoint);
    // Under cosine a factor for each row.
    assertThat(pair.vectorBytes(pair.mapped)).isEqualTo(2200 * 8L);
    assertThat(pair.vectorBytes(pair.inMemory)).isGreaterThanOrEqualTo(4 * 2200L * 16 * 4);
    pair.reopen();
    assertThat(pair.vectorBytes(pair.mapped)).isEqualTo(2200 * 8L);
    IndexMemory all =
        pair.mapped.statistics().fields().values().stream()
            .map(FieldStatistics::memory)
            .reduce(IndexMemory.NONE, IndexMemory::plus);
    // Of all metrics but one.
    assertThat(all.codes()).isGreaterThanOrEqualTo(3 * 2200L * 64);
    assertThat(all.graph()).isGreaterThanOrEqualTo(4 * 2200L * 4 * 19);
    pair.each(CollectionEngine::close);
  }

  /**
   * Each search reads vectors of segments that are sealed, merged, unmapped and deleted meanwhile;
   * in the end the collection is closed under it. What it finds has the distance that the vectors
   * have; a page that is not mapped any more would end the process.
   */
  @Test
  void searchesWhileSegmentsAreMergedAndTheCollectionIsClosed() throws Exception {
    CollectionSchema schema = schema(Storage.MAPPED);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    for (int round = 0; round < 2; round++) {
      CollectionEngine engine = open("round-" + round, schema);
      Semaphore searches = new Semaphore(0);
      AtomicBoolean closed = new AtomicBoolean();
      List<CompletableFuture<Void>> searchers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        long seed = SEED + i;
        searchers.add(
            CompletableFuture.runAsync(
                () -> searchUntilClosed(engine, searches, closed, new SplittableRandom(seed)),
                threads));
      }
      long sequence = 0;
      for (int step = 0; step < 8; step++) {
        List<Mutation> mutations = new ArrayList<>();
        for (long number = 0; number < 60; number++) {
          mutations.add(EngineFixture.upsert(record(schema, 60L * (step % 5) + number)));
        }
        EngineFixture.apply(engine, ++sequence, mutations, allocator);
        engine.checkpoint();
        engine.compact();
        searches.acquire(20);
      }
      closed.set(true);
      engine.close();
      for (CompletableFuture<Void> searcher : searchers) {
        searcher.get();
      }
      assertThat(allocator.getAllocatedMemory()).as("round %d", round).isZero();
    }
    threads.shutdown();
  }

  private void searchUntilClosed(
      CollectionEngine engine, Semaphore searches, AtomicBoolean closed, SplittableRandom own) {
    List<Metric> metrics = List.of(Metric.values());
    try {
      for (int i = 0; ; i++) {
        Metric metric = metrics.get(i % metrics.size());
        DenseVector query = EngineFixture.vector(DIMENSION, own);
        SearchMode mode = i % 5 == 0 ? SearchMode.EXACT : SearchMode.APPROXIMATE;
        SearchRequest request = SearchRequest.nearest(name(metric), query, 10).in(mode);
        for (Neighbor neighbor : engine.search(request.returning(Projection.ALL)).neighbors()) {
          float[] vector = EngineFixture.vector(neighbor.record(), name(metric));
          double expected = distance(metric, vector, query.toArray());
          if (Math.abs(neighbor.distance() - expected) > 1e-4) {
            throw new AssertionError(metric + ": " + neighbor + " is " + expected + " away");
          }
        }
        searches.release();
      }
    } catch (VicinalException e) {
      if (!closed.get() || e.code() != ErrorCode.UNAVAILABLE) {
        throw e;
      }
    } finally {
      // Whoever waits for searches shall not wait for ever.
      searches.release(1000);
    }
  }

  private static double distance(Metric metric, float[] a, float[] b) {
    double squares = 0;
    double absolutes = 0;
    double product = 0;
    double lengthA = 0;
    double lengthB = 0;
    for (int i = 0; i < a.length; i++) {
      squares += (a[i] - b[i]) * (a[i] - b[i]);
      absolutes += Math.abs(a[i] - b[i]);
      product += a[i] * b[i];
      lengthA += a[i] * a[i];
      lengthB += b[i] * b[i];
    }
    return switch (metric) {
      case EUCLIDEAN -> Math.sqrt(squares);
      case COSINE -> 1 - product / Math.sqrt(lengthA * lengthB);
      case DOT -> -product;
      case MANHATTAN -> absolutes;
    };
  }

  private static String name(Metric metric) {
    return metric.name().toLowerCase(Locale.ROOT);
  }

  private static CollectionSchema schema(Storage storage) {
    return new CollectionSchema(
        IdType.INT64,
        Arrays.stream(Metric.values())
            .map(
                metric ->
                    new VectorField(name(metric), DIMENSION, metric, EngineFixture.HNSW)
                        .with(storage))
            .toList(),
        List.of(new Attribute("number", ScalarType.INT64)));
  }

  private VectorRecord record(CollectionSchema schema, long number) {
    return EngineFixture.record(schema, number, random);
  }

  private CollectionEngine open(String name, CollectionSchema schema) {
    EngineOptions options = EngineOptions.of(1, Runnable::run, task -> {}, task -> {});
    return CollectionEngine.open(
        FileSystemDirectory.open(folder.resolve(name)), schema, options, allocator);
  }

  /** The same records, with vectors in memory and with mapped ones. */
  private final class Pair {
    private final List<List<Mutation>> log = new ArrayList<>();
    private CollectionEngine inMemory = open("memory", schema(Storage.MEMORY));
    private CollectionEngine mapped = open("mapped", schema(Storage.MAPPED));

    void upsert(long from, long to) {
      write(
          LongStream.range(from, to)
              .mapToObj(number -> EngineFixture.upsert(record(mapped.schema(), number)))
              .toList());
    }

    void delete(long from, long to) {
      write(
          LongStream.range(from, to)
              .mapToObj(number -> EngineFixture.delete(RecordId.of(number)))
              .toList());
    }

    private void write(List<Mutation> mutations) {
      log.add(mutations);
      each(engine -> EngineFixture.apply(engine, log.size(), mutations, allocator));
    }

    void each(Consumer<CollectionEngine> action) {
      action.accept(inMemory);
      action.accept(mapped);
    }

    void reopen() {
      crash();
    }

    /** Closing makes no checkpoint, so that it is as after a crash: the log is applied again. */
    void crash() {
      each(CollectionEngine::close);
      inMemory = open("memory", schema(Storage.MEMORY));
      mapped = open("mapped", schema(Storage.MAPPED));
      each(
          engine -> {
            for (long s = engine.durableSequence() + 1; s <= log.size(); s++) {
              EngineFixture.apply(engine, s, log.get((int) s - 1), allocator);
            }
          });
    }

    long vectorBytes(CollectionEngine engine) {
      return engine.statistics().fields().values().stream()
          .mapToLong(field -> field.memory().vectors())
          .sum();
    }

    void assertAlike(String when) {
      for (Metric metric : Metric.values()) {
        for (int i = 0; i < 6; i++) {
          SearchRequest plain =
              SearchRequest.nearest(name(metric), EngineFixture.vector(DIMENSION, random), 10);
          for (SearchRequest request :
              List.of(
                  plain,
                  plain.in(SearchMode.EXACT),
                  plain.where(FilterParser.parse("number < 10")),
                  plain.where(FilterParser.parse("number = 3")),
                  plain.mmr(0.5, 20))) {
            assertSame(mapped.search(request), inMemory.search(request), when + ": " + request);
          }
        }
      }
    }

    private void assertSame(SearchResult found, SearchResult expected, String about) {
      assertThat(found.neighbors())
          .as("%s, -Dvicinal.seed=%d", about, SEED)
          .isEqualTo(expected.neighbors());
      assertThat(found.statistics()).as(about).isEqualTo(expected.statistics());
    }
  }
}
