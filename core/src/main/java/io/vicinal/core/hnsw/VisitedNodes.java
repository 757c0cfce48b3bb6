package io.vicinal.core.hnsw;

import java.util.Arrays;

/**
 * The set of nodes that a search has seen. One thread.
 *
 * <p>A node is in the set if its stamp is the current epoch, so that emptying the set is one
 * addition, but for each 255th time. Stamps of a byte stay in the second level of the cache for
 * indexes four times as large as those of an int.
 */
final class VisitedNodes {
  private byte[] stamps = {};
  private byte epoch;

  /** Empties the set and makes room for nodes below {@code nodes}. */
  void clear(int nodes) {
    if (stamps.length < nodes) {
      stamps = new byte[nodes + (nodes >>> 2)];
      epoch = 0;
    }
    if (++epoch == 0) {
      Arrays.fill(stamps, (byte) 0);
      epoch = 1;
    }
  }

  /** Adds a node; false if it was in the set. */
  boolean add(int node) {
    if (node >= stamps.length) {
      // The graph has grown since the search began.
      stamps = Arrays.copyOf(stamps, node + (node >>> 2) + 1);
    }
    boolean added = stamps[node] != epoch;
    stamps[node] = epoch;
    return added;
  }

  boolean contains(int node) {
    return node < stamps.length && stamps[node] == epoch;
  }
}
