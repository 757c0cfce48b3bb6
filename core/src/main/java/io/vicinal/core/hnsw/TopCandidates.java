package io.vicinal.core.hnsw;

import java.util.Arrays;

/**
 * The k nearest of many candidates. One thread.
 *
 * <p>Implementation note: candidates are appended to a buffer of 2k, which is sorted and halved
 * when it is full: O(n log k) for any k, where a sorted insertion is O(n k).
 */
final class TopCandidates {
  private final int k;
  private long[] buffer;
  private int size;
  private long threshold = Candidates.LAST;

  TopCandidates(int k) {
    this.k = k;
    this.buffer = new long[Math.min(2 * k, 1024)];
  }

  void offer(long candidate) {
    if (candidate >= threshold) {
      return;
    }
    if (size == buffer.length) {
      makeRoom();
    }
    buffer[size++] = candidate;
  }

  private void makeRoom() {
    if (buffer.length < 2 * k) {
      buffer = Arrays.copyOf(buffer, Math.min(2 * k, 2 * buffer.length));
      return;
    }
    Arrays.sort(buffer);
    size = k;
    threshold = buffer[k - 1];
  }

  /** The k nearest, or all if there were fewer, nearest first. */
  long[] nearest() {
    Arrays.sort(buffer, 0, size);
    return Arrays.copyOf(buffer, Math.min(k, size));
  }
}
