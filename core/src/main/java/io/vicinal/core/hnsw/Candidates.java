package io.vicinal.core.hnsw;

/**
 * A candidate of a search as one long, so that sorting candidates sorts longs.
 *
 * <pre>
 *  63                            32 31                          1  0
 * +--------------------------------+-----------------------------+--+
 * | rank, as an int in float order | node                        |e |
 * +--------------------------------+-----------------------------+--+
 * </pre>
 *
 * <p>{@code e} is set once the candidate's neighbours were looked at. Signed comparison orders by
 * rank, then node.
 */
final class Candidates {
  /** After every candidate. */
  static final long LAST = Long.MAX_VALUE;

  private Candidates() {}

  static long of(float rank, int node) {
    return ofSortable(sortable(rank), node);
  }

  /** A candidate whose rank is {@link #sortable}. */
  static long ofSortable(int sortable, int node) {
    return ((long) sortable << 32) | ((long) node << 1);
  }

  static int node(long candidate) {
    return (int) candidate >>> 1;
  }

  static float rank(long candidate) {
    return rankOf(sortableRank(candidate));
  }

  /** The rank of a candidate as an int in float order. */
  static int sortableRank(long candidate) {
    return (int) (candidate >> 32);
  }

  /** A rank as an int in float order; NaN comes after or before all numbers, by its sign. */
  static int sortable(float rank) {
    // Adding zero turns -0 into +0, which is as near.
    return flip(Float.floatToRawIntBits(rank + 0f));
  }

  /** The rank that {@link #sortable} was given. */
  static float rankOf(int sortable) {
    return Float.intBitsToFloat(flip(sortable));
  }

  static boolean isExpanded(long candidate) {
    return (candidate & 1) != 0;
  }

  static long expanded(long candidate) {
    return candidate | 1;
  }

  /** Negative floats sort backwards as ints: flip their magnitude. Its own inverse. */
  private static int flip(int bits) {
    return bits ^ ((bits >> 31) & 0x7fff_ffff);
  }
}
