package io.vicinal.testkit;

import static io.vicinal.testkit.DatabaseUnderTest.ids;
import static io.vicinal.testkit.DatabaseUnderTest.point;
import static io.vicinal.testkit.DatabaseUnderTest.records;
import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.DenseVector;
import io.vicinal.api.Neighbor;
import io.vicinal.api.Projection;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.filter.FilterParser;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Writers and readers at the same time. */
interface ConcurrencyContract extends DatabaseUnderTest {
  /** Records that a writer replaces together, again and again. */
  int GROUP = 5;

  /** Times that it does. */
  int ROUNDS = 25;

  /** After so long nobody comes to an end any more. */
  int DEADLINE_MINUTES = 5;

  @Test
  default void showsReadersWholeWritesInTheirOrder() {
    Assumptions.assumeTrue(writesAreVisibleTogether(), "one shard");
    VectorCollection points = points();
    int writers = 3;
    IntStream.range(0, writers).forEach(writer -> points.upsert(version(writer, 0)));
    ExecutorService threads = Executors.newFixedThreadPool(writers + 1);
    try {
      List<CompletableFuture<Void>> writing = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        int own = writer;
        writing.add(CompletableFuture.runAsync(() -> writeAll(points, own), threads));
      }
      CompletableFuture<Void> all =
          CompletableFuture.allOf(writing.toArray(CompletableFuture<?>[]::new));
      CompletableFuture<Void> reading =
          CompletableFuture.runAsync(() -> readUntil(all, points, writers), threads);
      all.orTimeout(DEADLINE_MINUTES, TimeUnit.MINUTES).join();
      reading.orTimeout(DEADLINE_MINUTES, TimeUnit.MINUTES).join();
    } finally {
      threads.shutdownNow();
    }
    List<VectorRecord> expected = new ArrayList<>();
    IntStream.range(0, writers).forEach(writer -> expected.addAll(version(writer, ROUNDS)));
    assertThat(records(points).values()).containsExactlyElementsOf(expected);
  }

  private static void writeAll(VectorCollection points, int writer) {
    long last = 0;
    for (int version = 1; version <= ROUNDS; version++) {
      long sequence = points.upsert(version(writer, version)).sequenceNumber();
      assertThat(sequence).as("sequence number").isGreaterThan(last);
      last = sequence;
      // Its own write is visible to the next read.
      assertThat(seen(points.get(ids((long) GROUP * writer), Projection.ALL))).isEqualTo(version);
    }
  }

  private static void readUntil(CompletableFuture<Void> end, VectorCollection points, int writers) {
    long[] newest = new long[writers];
    do {
      for (int writer = 0; writer < writers; writer++) {
        long first = (long) GROUP * writer;
        long[] group = LongStream.range(0, GROUP).map(i -> first + i).toArray();
        long byId = seen(points.get(ids(group), Projection.ALL));
        String filter = "id BETWEEN " + group[0] + " AND " + group[GROUP - 1];
        ScanRequest request = ScanRequest.ALL.where(FilterParser.parse(filter));
        long scanned = seen(DatabaseUnderTest.all(points.scan(request)));
        SearchRequest nearest =
            SearchRequest.nearest("v", DenseVector.of(0, 0), GROUP)
                .where(FilterParser.parse(filter))
                .returning(Projection.ALL);
        long found =
            seen(points.search(nearest).neighbors().stream().map(Neighbor::record).toList());
        assertThat(List.of(newest[writer], byId, scanned, found)).isSorted();
        newest[writer] = found;
      }
    } while (!end.isDone());
  }

  /** The version that a group of records has, which is the same of all. */
  private static long seen(List<VectorRecord> group) {
    List<Object> versions =
        group.stream().map(record -> record.attributes().get("number")).distinct().toList();
    assertThat(versions).as("versions in one read").hasSize(1);
    assertThat(group.size()).as("records in one read").isIn(1, GROUP);
    return (Long) versions.get(0);
  }

  private static List<VectorRecord> version(int writer, int version) {
    return IntStream.range(0, GROUP)
        .mapToObj(i -> point((long) GROUP * writer + i, version, i))
        .toList();
  }
}
