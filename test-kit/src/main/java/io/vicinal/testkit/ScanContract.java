package io.vicinal.testkit;

import static io.vicinal.testkit.DatabaseUnderTest.all;
import static io.vicinal.testkit.DatabaseUnderTest.ids;
import static io.vicinal.testkit.DatabaseUnderTest.point;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vicinal.api.RecordCursor;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.filter.FilterParser;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Scans. */
interface ScanContract extends DatabaseUnderTest {
  @Test
  default void scansEveryRecordOnce() {
    VectorCollection points = points();
    List<VectorRecord> records = sequence(0, 1000);
    points.upsert(records.subList(0, 400));
    points.flush();
    points.upsert(records.subList(300, 1000));

    assertThat(all(points.scan(ScanRequest.ALL))).containsExactlyInAnyOrderElementsOf(records);
  }

  @Test
  default void returnsAtMostTheLimit() {
    VectorCollection points = points();
    points.upsert(sequence(0, 10));
    points.flush();
    points.upsert(sequence(10, 20));
    points.delete(ids(0, 11));

    for (int limit : new int[] {0, 1, 9, 10, 17, 18, 19, 1000}) {
      List<VectorRecord> found = all(points.scan(ScanRequest.ALL.limit(limit)));
      assertThat(found).as("limit " + limit).hasSize(Math.min(limit, 18)).doesNotHaveDuplicates();
    }
    assertThat(all(points.scan(ScanRequest.ALL.limit(Long.MAX_VALUE)))).hasSize(18);
  }

  @Test
  default void countsTheLimitAfterTheFilter() {
    VectorCollection points = points();
    points.upsert(sequence(0, 100));

    ScanRequest high = ScanRequest.ALL.where(FilterParser.parse("number >= 90"));

    assertThat(all(points.scan(high.limit(4))))
        .hasSize(4)
        .allSatisfy(
            record ->
                assertThat((Long) record.attributes().get("number")).isGreaterThanOrEqualTo(90));
    assertThat(all(points.scan(high.limit(40)))).hasSize(10);
  }

  @Test
  default void showsTheMomentOfTheCall() {
    VectorCollection points = points();
    points.upsert(sequence(0, 50));
    points.flush();
    points.upsert(sequence(50, 100));

    try (RecordCursor cursor = points.scan(ScanRequest.ALL)) {
      points.upsert(List.of(point(7, -1, -1), point(200, 0, 0)));
      points.delete(ids(3, 60));
      points.flush();
      List<VectorRecord> found = new ArrayList<>();
      cursor.forEachRemaining(found::add);

      assertThat(found).containsExactlyInAnyOrderElementsOf(sequence(0, 100));
    }
    assertThat(all(points.scan(ScanRequest.ALL))).hasSize(99);
  }

  @Test
  default void goesOnWhileTheCollectionIsDropped() {
    VectorCollection points = points();
    points.upsert(sequence(0, 50));
    points.flush();
    points.upsert(sequence(50, 100));

    try (RecordCursor cursor = points.scan(ScanRequest.ALL)) {
      database().dropCollection("points");
      List<VectorRecord> found = new ArrayList<>();
      cursor.forEachRemaining(found::add);

      assertThat(found).containsExactlyInAnyOrderElementsOf(sequence(0, 100));
    }
  }

  @Test
  default void endsAndClosesLikeAnIterator() {
    VectorCollection points = points();
    points.upsert(sequence(0, 2));

    RecordCursor cursor = points.scan(ScanRequest.ALL);
    // Asking twice does not advance.
    assertThat(cursor.hasNext()).isTrue();
    assertThat(cursor.hasNext()).isTrue();
    cursor.next();
    cursor.next();
    assertThat(cursor.hasNext()).isFalse();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(cursor::next);
    cursor.close();
    cursor.close();

    RecordCursor unread = points.scan(ScanRequest.ALL);
    unread.close();
    assertThat(unread.hasNext()).isFalse();
  }

  private static List<VectorRecord> sequence(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> point(i, i, -i)).toList();
  }
}
