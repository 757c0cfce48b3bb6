package io.vicinal.core.hnsw;

/**
 * The nearest candidates seen so far, sorted, at most {@code ef} of them. One thread.
 *
 * <p>Implementation note: an insertion is a binary search and a move of at most ef longs, which for
 * the usual ef costs less than one distance; and unlike two heaps it needs no final sort.
 */
final class CandidatePool {
  /** From fewer errors their deviation is not estimated. */
  private static final int LEAST_RERANKED = 10;

  /** So many exact ranks are computed for small k, too, unless it ends before. */
  private static final int LEAST_MOST = 64;

  /** Of so many deviations a candidate is not taken to be in error. */
  private static final double DEVIATIONS = 3;

  private long[] candidates = new long[64];
  private int capacity;
  private int size;

  /** No candidate before this position is unexpanded. */
  private int cursor;

  /** The limit of a walk within a multiple; see {@link #within}. Infinite otherwise. */
  private float slack = Float.POSITIVE_INFINITY;

  private float origin;
  private int k;
  private int least;

  /** Empties the pool and sets how many candidates it keeps; it has no {@link #limit}. */
  void reset(int ef) {
    if (candidates.length < ef) {
      candidates = new long[ef];
    }
    capacity = ef;
    size = 0;
    cursor = 0;
    slack = Float.POSITIVE_INFINITY;
  }

  /**
   * Expands from now on only candidates that are not farther from the origin than {@code multiple}
   * times the k-th, or than the {@code leastExpanded}-th.
   *
   * @param ofOrigin the {@linkplain QueryRanks#origin rank} that is multiplied from
   */
  void within(float multiple, float ofOrigin, int kth, int leastExpanded) {
    slack = multiple;
    origin = ofOrigin;
    k = kth;
    least = leastExpanded;
  }

  int size() {
    return size;
  }

  /**
   * Fills another pool with the k nearest of these candidates by exact ranks, of which {@code most}
   * are computed, or {@value #LEAST_MOST} if that is more. Ends early when the rest will hardly
   * have one of them: when the k-th exact rank is far below the next estimate, in terms of how much
   * estimates were wrong until then. They may all be wrong by the same, which is no error.
   *
   * @return how many exact ranks were computed
   */
  int rerank(QueryRanks exact, int k, int most, CandidatePool into) {
    into.reset(k);
    double sum = 0;
    double squares = 0;
    int count = 0;
    int end = Math.min(size, Math.max(most, LEAST_MOST));
    for (; count < end; count++) {
      float estimate = Candidates.rank(candidates[count]);
      if (count >= Math.max(k, LEAST_RERANKED)) {
        double mean = sum / count;
        double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
        if (estimate + mean - DEVIATIONS * deviation > Candidates.rank(into.threshold())) {
          break;
        }
      }
      int node = node(count);
      float rank = exact.rank(node);
      double error = (double) rank - estimate;
      sum += error;
      squares += error * error;
      into.offer(Candidates.of(rank, node));
    }
    return count;
  }

  /** The node of the i-th nearest. */
  int node(int i) {
    return Candidates.node(candidates[i]);
  }

  /** The candidates, nearest first; the first {@link #size} of the array, until the next reset. */
  long[] sorted() {
    return candidates;
  }

  /** The farthest kept, or {@link Candidates#LAST} while there is room. */
  long threshold() {
    return size == capacity ? candidates[size - 1] : Candidates.LAST;
  }

  /** Keeps the candidate if it is among the nearest; it must not be in the pool. */
  void offer(long candidate) {
    if (candidate >= threshold()) {
      return;
    }
    int position = position(candidate);
    int moved = (size == capacity ? size - 1 : size) - position;
    System.arraycopy(candidates, position, candidates, position + 1, moved);
    candidates[position] = candidate;
    size = Math.min(size + 1, capacity);
    cursor = Math.min(cursor, position);
  }

  /**
   * How many candidates are nearer. A binary search without a branch on what it compares: half of
   * such branches would be mispredicted, which costs more than the search.
   */
  private int position(long candidate) {
    if (size == 0) {
      return 0;
    }
    int first = 0;
    int count = size;
    while (count > 1) {
      int half = count >>> 1;
      first += candidates[first + half - 1] < candidate ? half : 0;
      count -= half;
    }
    return first + (candidates[first] < candidate ? 1 : 0);
  }

  /** The nearest unexpanded candidate's node, or {@link IntTable#NONE}; it stays unexpanded. */
  int nearestUnexpanded() {
    for (; cursor < size; cursor++) {
      if (!Candidates.isExpanded(candidates[cursor])) {
        return node(cursor);
      }
    }
    return IntTable.NONE;
  }

  /** The rank above which no candidate is expanded, however much room there is. */
  float limit() {
    if (slack == Float.POSITIVE_INFINITY || size < least) {
      return Float.POSITIVE_INFINITY;
    }
    float kth = Candidates.rank(candidates[k - 1]);
    return Math.max(Candidates.rank(candidates[least - 1]), origin + slack * (kth - origin));
  }

  /**
   * Marks the nearest unexpanded candidate and returns its node, or {@link IntTable#NONE} if there
   * is none up to the limit.
   */
  int expandNearest() {
    int node = nearestUnexpanded();
    if (node == IntTable.NONE || Candidates.rank(candidates[cursor]) > limit()) {
      return IntTable.NONE;
    }
    candidates[cursor] = Candidates.expanded(candidates[cursor]);
    return node;
  }
}
