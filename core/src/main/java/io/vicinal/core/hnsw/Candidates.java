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
    return ((long) sortable(rank) << 32) | ((long) node << 1);
  }

  static int node(long candidate) {
    return (int) candidate >>> 1;
  }

  static float rank(long candidate) {
    return Float.intBitsToFloat(flip((int) (candidate >> 32)));
  }

  static boolean isExpanded(long candidate) {
    return (candidate & 1) != 0;
  }

  static long expanded(long candidate) {
    return candidate | 1;
  }

  private static int sortable(float rank) {
    // Adding zero turns -0 into +0, which is as near.
    return flip(Float.floatToRawIntBits(rank + 0f));
  }

  /** Negative floats sort backwards as ints: flip their magnitude. Its own inverse. */
  private static int flip(int bits) {
    return bits ^ ((bits >> 31) & 0x7fff_ffff);
  }
}
