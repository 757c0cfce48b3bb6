package io.vicinal.core.sparse;

import java.util.Arrays;

/**
 * The k nearest of many rows, and of rows that are as near those that come first. For one thread.
 *
 * <p>Implementation note: a row and its distance are one long, of which the upper half has the
 * order of distances. They are in a heap with the farthest on top, which grows as it fills.
 */
final class NearestRows {
  private static final int SMALLEST_HEAP = 16;

  private final int k;
  private final RowOrder ties;
  private long[] heap = new long[SMALLEST_HEAP];
  private int size;
  private long scoredRows;

  NearestRows(int k, RowOrder ties) {
    this.k = k;
    this.ties = ties;
  }

  /** A row, or a block, of that score. */
  static long entry(int row, double score) {
    // Not the negated score, which may be -0.
    float distance = (float) (0 - score);
    return (long) sortable(Float.floatToRawIntBits(distance)) << 32 | row;
  }

  static int row(long entry) {
    return (int) entry;
  }

  static float distance(long entry) {
    return Float.intBitsToFloat(sortable((int) (entry >> 32)));
  }

  /** Whether a row at that distance cannot be among the nearest. */
  boolean isTooFar(float distance) {
    return size == k && distance > distance(heap[0]);
  }

  /** Takes a row, whose score is its inner product with the query. */
  void offer(int row, double score) {
    scoredRows++;
    long entry = entry(row, score);
    if (size < k) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, (int) Math.min(k, 2L * size));
      }
      rise(size++, entry);
    } else if (isAfter(heap[0], entry)) {
      sink(entry);
    }
  }

  /** The rows, nearest first; none is left. */
  SparseResult result() {
    long[] found = new long[size];
    while (size > 0) {
      long farthest = heap[0];
      sink(heap[--size]);
      found[size] = farthest;
    }
    return new SparseResult(found, scoredRows);
  }

  /** Puts an entry at a free place or above it. */
  private void rise(int free, long entry) {
    int place = free;
    while (place > 0 && isAfter(entry, heap[(place - 1) / 2])) {
      heap[place] = heap[(place - 1) / 2];
      place = (place - 1) / 2;
    }
    heap[place] = entry;
  }

  /** Puts an entry in place of the top or below it. */
  private void sink(long entry) {
    int place = 0;
    for (int child = 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && isAfter(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isAfter(heap[child], entry)) {
        break;
      }
      heap[place] = heap[child];
      place = child;
    }
    heap[place] = entry;
  }

  private boolean isAfter(long entry, long other) {
    int distance = (int) (entry >> 32);
    int otherDistance = (int) (other >> 32);
    return distance == otherDistance
        ? ties.compare(row(entry), row(other)) > 0
        : distance > otherDistance;
  }

  /** The bits of a float as an integer of the same order, and back. */
  private static int sortable(int bits) {
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }
}
