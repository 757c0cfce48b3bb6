package io.vicinal.core.hnsw;

import java.util.Arrays;

/** The k smallest of some ranks. One thread. */
final class NearestRanks {
  private float[] ranks = new float[16];
  private int k;
  private int size;

  /** Forgets all, and keeps k from now on. */
  void reset(int wanted) {
    k = wanted;
    size = 0;
  }

  void offer(float rank) {
    if (size == k && rank >= ranks[k - 1]) {
      return;
    }
    if (size == ranks.length && size < k) {
      ranks = Arrays.copyOf(ranks, (int) Math.min(k, 2L * size));
    }
    int at = size < k ? size++ : k - 1;
    for (; at > 0 && ranks[at - 1] > rank; at--) {
      ranks[at] = ranks[at - 1];
    }
    ranks[at] = rank;
  }

  /** The k-th smallest, or the greatest if there are fewer; infinite if there are none. */
  float last() {
    return size == 0 ? Float.POSITIVE_INFINITY : ranks[size - 1];
  }
}
