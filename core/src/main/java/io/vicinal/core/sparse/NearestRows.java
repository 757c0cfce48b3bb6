package io.vicinal.core.sparse;

import java.util.Arrays;

/**
 * The k nearest of many rows, and those that are as near as the last. For one thread.
 *
 * <p>Implementation note: a row and its distance are one long whose order is that of distances,
 * then rows. They are appended to a buffer that is sorted and cut when it is full.
 */
final class NearestRows {
  private static final int SMALLEST_BUFFER = 64;

  private final int k;
  private long[] buffer;
  private int size;
  private float farthest = Float.POSITIVE_INFINITY;
  private long scoredRows;

  NearestRows(int k) {
    this.k = k;
    this.buffer = new long[SMALLEST_BUFFER];
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
    return distance > farthest;
  }

  /** Takes a row, whose score is its inner product with the query. */
  void offer(int row, double score) {
    scoredRows++;
    long entry = entry(row, score);
    if (isTooFar(distance(entry))) {
      return;
    }
    if (size == buffer.length) {
      makeRoom();
    }
    buffer[size++] = entry;
  }

  /** Drops what is too far, if it is known. */
  void cut() {
    if (size < k) {
      return;
    }
    Arrays.sort(buffer, 0, size);
    farthest = distance(buffer[k - 1]);
    int end = k;
    while (end < size && distance(buffer[end]) == farthest) {
      end++;
    }
    size = end;
  }

  SparseResult result() {
    cut();
    long[] found = Arrays.copyOf(buffer, size);
    Arrays.sort(found);
    return new SparseResult(found, scoredRows);
  }

  private void makeRoom() {
    cut();
    if (size > buffer.length / 2) {
      buffer = Arrays.copyOf(buffer, Math.multiplyExact(2, buffer.length));
    }
  }

  /** The bits of a float as an integer of the same order, and back. */
  private static int sortable(int bits) {
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }
}
