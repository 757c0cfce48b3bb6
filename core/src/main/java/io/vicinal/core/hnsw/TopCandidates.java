package io.vicinal.core.hnsw;

import java.util.Arrays;

/**
 * The k nearest of many candidates. One thread.
 *
 * <p>Implementation note: candidates are appended to a buffer of 2k, which is sorted and halved
 * when it is full: O(n log k) for any k, where a sorted insertion is O(n k).
 */
final class TopCandidates {
  private int k = 1;
  private long[] buffer = new long[64];
  private int size;

  /** At this size it is time to make room. */
  private int full;

  private long threshold = Candidates.LAST;

  /** Forgets all candidates, and keeps the k nearest of those that follow. */
  void reset(int wanted) {
    k = wanted;
    size = 0;
    full = Math.min(2 * k, buffer.length);
    threshold = Candidates.LAST;
  }

  void offer(long candidate) {
    if (candidate >= threshold) {
      return;
    }
    if (size == full) {
      makeRoom();
    }
    buffer[size++] = candidate;
  }

  private void makeRoom() {
    if (full < 2 * k) {
      full = Math.min(2 * k, 2 * full);
      buffer = Arrays.copyOf(buffer, full);
      return;
    }
    Arrays.sort(buffer, 0, size);
    size = k;
    threshold = buffer[k - 1];
  }

  /** Sorts the k nearest, or all if there were fewer, to the front, and returns how many. */
  int finish() {
    Arrays.sort(buffer, 0, size);
    size = Math.min(k, size);
    return size;
  }

  /**
   * The candidates, nearest first; the first {@link #finish} of the array, until the next reset.
   */
  long[] sorted() {
    return buffer;
  }
}
