package io.vicinal.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vicinal.api.Grouping;
import io.vicinal.api.Neighbor;
import io.vicinal.api.NeighborGroup;
import io.vicinal.api.RecordId;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchResult;
import io.vicinal.api.Selection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
      double distance = expected.distance(id, request.vectorField(), request.vector());
      double tolerance = TOLERANCE * (1 + Math.abs(distance));
      assertThat((double) neighbor.distance()).as(place).isCloseTo(distance, within(tolerance));
      assertThat(distance).as(place).isCloseTo(exact.get(i).distance(), within(tolerance));
      assertThat(List.of(neighbor.record()))
          .as(place)
          .isEqualTo(expected.get(List.of(id), request.projection()));
    }
  }

  /**
   * Fails unless a result in groups is the exact one, but for rounding: groups that are as near may
   * change places, and so may records in them.
   */
  public static void checkGroups(
      SearchResult result, SearchRequest request, ExactCollection expected, String where) {
    Grouping grouping = request.selection().grouping().orElseThrow();
    List<NeighborGroup> exact = expected.search(request).groups();
    SearchRequest every = request.offset(0).withK(Selection.MAX_K / grouping.size());
    Map<Optional<Object>, NeighborGroup> all = new HashMap<>();
    expected.search(every).groups().forEach(group -> all.put(group.value(), group));
    assertThat(result.groups()).as(where).hasSameSizeAs(exact);
    assertThat(result.neighbors())
        .as(where)
        .isEqualTo(result.groups().stream().flatMap(each -> each.neighbors().stream()).toList());
    assertThat(ids(result)).as(where).doesNotHaveDuplicates();
    for (int i = 0; i < exact.size(); i++) {
      NeighborGroup found = result.groups().get(i);
      String place = where + ", group " + i + " of " + grouping + ", value " + found.value();
      checkNear(found.neighbors().subList(0, 1), exact.get(i).neighbors().subList(0, 1), place);
      NeighborGroup same = Objects.requireNonNull(all.remove(found.value()), place);
      checkNear(found.neighbors(), same.neighbors(), place);
    }
  }

  private static void checkNear(List<Neighbor> found, List<Neighbor> exact, String where) {
    assertThat(found).as(where).hasSameSizeAs(exact).isSortedAccordingTo(NEAREST);
    for (int i = 0; i < exact.size(); i++) {
      double distance = exact.get(i).distance();
      assertThat((double) found.get(i).distance())
          .as(where)
          .isCloseTo(distance, within(TOLERANCE * (1 + Math.abs(distance))));
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
