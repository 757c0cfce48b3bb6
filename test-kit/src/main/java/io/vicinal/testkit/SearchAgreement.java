package io.vicinal.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.api.Neighbor;
import io.vicinal.api.RecordId;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchResult;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares results of searches with exact ones. An implementation computes in float32, so that
 * records whose distances differ by a rounding error may change places.
 */
public final class SearchAgreement {
  /** The largest error of a distance, as a part of it or, below 1, absolute. */
  private static final double TOLERANCE = 1e-4;

  private static final Comparator<Neighbor> NEAREST =
      Comparator.comparingDouble(Neighbor::distance)
          .thenComparing(neighbor -> neighbor.record().id());

  private SearchAgreement() {}

  /** What holds of any result: at most k different records, nearest first, ties by id. */
  public static void checkOrder(SearchResult result, int k, String where) {
    assertThat(result.neighbors())
        .as(where)
        .hasSizeLessThanOrEqualTo(k)
        .isSortedAccordingTo(NEAREST);
    assertThat(ids(result)).as(where).doesNotHaveDuplicates();
  }

  /** Fails unless the result is the exact one, but for rounding. */
  public static void checkExact(
      SearchResult result, SearchRequest request, ExactCollection expected, String where) {
    checkOrder(result, request.k(), where);
    List<Neighbor> found = result.neighbors();
    List<Neighbor> exact = expected.search(request).neighbors();
    assertThat(found).as(where).hasSameSizeAs(exact);
    for (int i = 0; i < exact.size(); i++) {
      Neighbor neighbor = found.get(i);
      RecordId id = neighbor.record().id();
      String place = where + ", neighbor " + i + ", id " + id;
      double distance = expected.distance(id, request.vectorField(), request.query());
      double tolerance = TOLERANCE * (1 + Math.abs(distance));
      assertThat((double) neighbor.distance()).as(place).isCloseTo(distance, within(tolerance));
      assertThat(distance).as(place).isCloseTo(exact.get(i).distance(), within(tolerance));
      assertThat(List.of(neighbor.record()))
          .as(place)
          .isEqualTo(expected.get(List.of(id), request.projection()));
    }
  }

  /** The part of the true neighbours that were found, be it by another record as near. */
  public static double recall(SearchResult result, SearchResult exact) {
    if (exact.neighbors().isEmpty()) {
      return 1;
    }
    Neighbor last = exact.neighbors().get(exact.neighbors().size() - 1);
    double limit = last.distance() + TOLERANCE * (1 + Math.abs(last.distance())) / 100;
    Set<RecordId> hits = new HashSet<>();
    for (Neighbor neighbor : result.neighbors()) {
      if (neighbor.distance() <= limit) {
        hits.add(neighbor.record().id());
      }
    }
    return (double) hits.size() / exact.neighbors().size();
  }

  /** The ids of a result, nearest first. */
  public static List<RecordId> ids(SearchResult result) {
    return result.neighbors().stream().map(neighbor -> neighbor.record().id()).toList();
  }
}
