package io.vicinal.core.engine;

import io.vicinal.api.Grouping;
import io.vicinal.api.RecordId;
import io.vicinal.api.Selection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the groups of the nearest rows, and the nearest rows of each. For one thread.
 *
 * <p>A round asks for the nearest rows of the groups that are open: first all, then those that are
 * not full and, once as many groups are known as are wanted, only those of them that are not full.
 * The rows of a round are a beginning of the order of all open rows, so a group that appears in it
 * is nearer than each that does not. It ends when all wanted groups are full or the rows run out.
 *
 * <p>A round asks for as many rows as all wanted groups together hold, or more. If it finds so
 * many, one of the groups, which are fewer or just as many, has got full; so rounds come to an end,
 * and none needs more rows than are wanted. They get twice as wide all the same, so that there are
 * few where the nearest rows are all of one large group.
 */
final class GroupSearch {
  private static final Comparator<Map.Entry<Optional<Object>, List<Hit>>> NEAREST =
      Comparator.comparing(group -> group.getValue().get(0), Hit.NEAREST);

  private final int wanted;
  private final int size;
  private final int firstWidth;
  private final Map<Optional<Object>, List<Hit>> groups = new LinkedHashMap<>();
  private final Set<RecordId> known = new HashSet<>();

  /**
   * Finds the nearest rows of the groups that are open, which all are if null, nearest first: every
   * row, if there are fewer.
   */
  interface Round {
    List<Hit> nearest(int width, @Nullable Predicate<Optional<Object>> open);
  }

  /**
   * A search for the groups of a selection, those before its offset included.
   *
   * @param width how many rows a search finds at no extra cost
   */
  GroupSearch(Selection selection, Grouping grouping, int width) {
    this.wanted = selection.offset() + selection.k();
    this.size = grouping.size();
    this.firstWidth = Math.max(selection.depth(), Math.min(width, Selection.MAX_K));
  }

  /** The groups, nearest first, with their rows, nearest first. */
  List<Map.Entry<Optional<Object>, List<Hit>>> run(Round round) {
    @Nullable Predicate<Optional<Object>> open = null;
    for (int width = firstWidth; ; width = Math.min(2 * width, Selection.MAX_K)) {
      List<Hit> found = round.nearest(width, open);
      found.forEach(this::add);
      List<Map.Entry<Optional<Object>, List<Hit>>> nearest =
          groups.entrySet().stream().sorted(NEAREST).limit(wanted).toList();
      if (found.size() < width) {
        return nearest;
      }
      Set<Optional<Object>> unfinished = new HashSet<>();
      nearest.stream()
          .filter(group -> !isFull(group.getValue()))
          .forEach(group -> unfinished.add(group.getKey()));
      if (nearest.size() < wanted) {
        open = group -> !groups.containsKey(group) || unfinished.contains(group);
      } else if (unfinished.isEmpty()) {
        return nearest;
      } else {
        open = unfinished::contains;
      }
    }
  }

  /** Takes a row, unless it was found before or its group has nearer ones. */
  private void add(Hit hit) {
    if (!known.add(hit.id())) {
      return;
    }
    List<Hit> members = groups.computeIfAbsent(hit.group(), group -> new ArrayList<>());
    int place = members.size();
    while (place > 0 && Hit.NEAREST.compare(hit, members.get(place - 1)) < 0) {
      place--;
    }
    members.add(place, hit);
    if (members.size() > size) {
      members.remove(size);
    }
  }

  private boolean isFull(List<Hit> members) {
    return members.size() == size;
  }
}
