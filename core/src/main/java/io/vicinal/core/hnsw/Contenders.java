package io.vicinal.core.hnsw;

import java.util.Arrays;

/**
 * The rows that may be among the k nearest to a query, when only bounds of their ranks are known.
 * One thread at a time.
 *
 * <p>A row is dropped when k others have an upper bound below its lower one. Ranks are computed for
 * those that are left in the end, and before that only where so many rows are about as near that
 * their bounds do not tell them apart: memory is O(k).
 *
 * <p>Implementation note: the k smallest upper bounds are a heap, so that the bound is as tight as
 * can be after each row. Against a sort whenever there is no more room, it halves the rows that are
 * looked at.
 *
 * <p>Bounds are ranks as {@linkplain Candidates#sortable ints in float order}.
 */
final class Contenders {
  private static final int LEAST_ROOM = 32;

  /** Of an entry: the lower and the upper bound of a row's rank, and the row. */
  private static final int ENTRY = 3;

  private static final int UPPER = 1;
  private static final int ROW = 2;

  private final VectorQuery ranks;
  private final float[] query;
  private final int k;

  /** Side by side, because a thread comes to a query rarely, and then looks at all of an entry. */
  private int[] entries;

  /** Elements of the entries. */
  private int end;

  /** The k smallest upper bounds: none is above its parent, that at (i − 1) / 2. */
  private int[] heap;

  private int heaped;

  /**
   * No rows yet.
   *
   * @param ranks computes ranks; set to this query whenever it is needed, and to others between
   * @param query prepared and padded
   * @param k at most the number of rows
   */
  Contenders(VectorQuery ranks, float[] query, int k) {
    this.ranks = ranks;
    this.query = query;
    this.k = k;
    this.entries = new int[ENTRY * Math.min(room(k), 1024)];
    this.heap = new int[Math.min(k, 1024)];
  }

  /** Bytes that the contenders of a query take at most. */
  static long bytes(int k) {
    return (long) Integer.BYTES * (ENTRY * (long) room(k) + k);
  }

  private static int room(int k) {
    return (int) Math.max(LEAST_ROOM, Math.min(2L * k, Integer.MAX_VALUE / ENTRY - 8));
  }

  /** A rank that the k-th nearest row does not exceed; the largest int if none is known. */
  int farthest() {
    return heaped == k ? heap[0] : Integer.MAX_VALUE;
  }

  /**
   * Adds a row whose rank is within bounds.
   *
   * @return whether {@link #farthest} is another now
   */
  boolean offer(int least, int most, int row) {
    int before = farthest();
    if (least > before) {
      return false;
    }
    if (end == entries.length) {
      makeRoom();
    }
    put(least, most, row);
    bound(most);
    return farthest() != before;
  }

  /** Adds a row by its rank. */
  void offer(int row) {
    int rank = Candidates.sortable(rank(row));
    offer(rank, rank, row);
  }

  private float rank(int row) {
    return ranks.set(query, 0).rank(row);
  }

  private void put(int least, int most, int row) {
    entries[end] = least;
    entries[end + UPPER] = most;
    entries[end + ROW] = row;
    end += ENTRY;
  }

  /** Adds an upper bound to the heap, if it is among the k smallest. */
  private void bound(int most) {
    if (heaped < k) {
      if (heaped == heap.length) {
        heap = Arrays.copyOf(heap, (int) Math.min(k, 2L * heap.length));
      }
      rise(heaped++, most);
    } else if (most < heap[0]) {
      sink(most);
    }
  }

  private void rise(int from, int bound) {
    int at = from;
    for (int parent = (at - 1) / 2; at > 0 && heap[parent] < bound; parent = (at - 1) / 2) {
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = bound;
  }

  /** Puts a bound in the place of the largest. */
  private void sink(int bound) {
    int at = 0;
    for (int child = 1; child < k; child = 2 * at + 1) {
      if (child + 1 < k && heap[child + 1] > heap[child]) {
        child++;
      }
      if (heap[child] <= bound) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = bound;
  }

  private void makeRoom() {
    int most = ENTRY * room(k);
    if (entries.length < most) {
      entries = Arrays.copyOf(entries, (int) Math.min(most, 2L * entries.length));
      return;
    }
    drop();
    // Dropping a few at a time would take a pass for each few rows that come.
    if (end / ENTRY > (k + room(k)) / 2) {
      keep(settled());
    }
  }

  /** Drops the rows that k others are nearer than. */
  private void drop() {
    int farthest = farthest();
    int last = end;
    end = 0;
    for (int at = 0; at < last; at += ENTRY) {
      if (entries[at] <= farthest) {
        put(entries[at], entries[at + UPPER], entries[at + ROW]);
      }
    }
  }

  /** The candidates of all rows by their ranks, sorted. */
  private long[] settled() {
    long[] candidates = new long[end / ENTRY];
    for (int i = 0, at = 0; at < end; i++, at += ENTRY) {
      int row = entries[at + ROW];
      candidates[i] =
          entries[at] == entries[at + UPPER]
              ? Candidates.ofSortable(entries[at], row)
              : Candidates.of(rank(row), row);
    }
    Arrays.sort(candidates);
    return candidates;
  }

  private void keep(long[] candidates) {
    end = 0;
    heaped = 0;
    for (int i = 0; i < Math.min(k, candidates.length); i++) {
      int rank = Candidates.sortableRank(candidates[i]);
      put(rank, rank, Candidates.node(candidates[i]));
      bound(rank);
    }
  }

  /** The k nearest rows, or all if there were fewer, nearest first; ties by row. */
  long[] nearest() {
    drop();
    long[] candidates = settled();
    return Arrays.copyOf(candidates, Math.min(k, candidates.length));
  }
}
