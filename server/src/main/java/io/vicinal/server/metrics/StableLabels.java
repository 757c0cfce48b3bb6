package io.vicinal.server.metrics;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The names that have a label of their own, which are so many at most; all others share {@link
 * #OTHERS}. A name keeps its label for as long as it is there, whatever names come before it. For
 * one thread at a time.
 */
final class StableLabels {
  /** So many names have labels of their own. */
  static final int MAX = 100;

  /** The label of all other names; no collection can be called so. */
  static final String OTHERS = "_others";

  private final Set<String> labelled = new HashSet<>();

  /** Says which names there are now. */
  void update(Collection<String> names) {
    labelled.retainAll(names);
    for (String name : names) {
      if (labelled.size() < MAX) {
        labelled.add(name);
      }
    }
  }

  /** The label of one of the names. */
  String of(String name) {
    return labelled.contains(name) ? name : OTHERS;
  }
}
