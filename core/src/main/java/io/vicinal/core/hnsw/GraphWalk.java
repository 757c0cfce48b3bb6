package io.vicinal.core.hnsw;

import java.util.function.IntPredicate;

/**
 * The ways through a graph: greedy descent and the searches of one layer. Any thread; no locks. The
 * results lie in the pool of the scratch, nearest first.
 *
 * <p>A query is a vector or its code ({@link QueryRanks}), and the ranks are exact or estimated.
 *
 * <p>Every walk first gathers the unseen neighbours of a node and then computes their distances:
 * the loads of the lists do not wait for the arithmetic.
 */
final class GraphWalk {
  /** The most that a walk within a multiple keeps for a hard query, in widths. */
  private static final int MOST_WIDTHS = 4;

  /** The least that it expands for an easy one, as a share of the width. */
  private static final int LEAST_SHARE = 4;

  private final HnswGraph graph;
  private final IndexVectors vectors;

  GraphWalk(HnswGraph graph, IndexVectors vectors) {
    this.graph = graph;
    this.vectors = vectors;
  }

  /** Goes greedily from the entry down to the layer above {@code target}; returns the nearest. */
  int descend(QueryRanks query, long entry, int target, Scratch scratch) {
    int nearest = HnswGraph.entryNode(entry);
    float best = rank(query, nearest, scratch);
    for (int level = HnswGraph.entryLevel(entry); level > target; level--) {
      boolean improved = true;
      while (improved) {
        improved = false;
        int count = graph.neighbors(nearest, level, scratch.batch);
        for (int i = 0; i < count; i++) {
          float rank = rank(query, scratch.batch[i], scratch);
          if (rank < best) {
            best = rank;
            nearest = scratch.batch[i];
            improved = true;
          }
        }
      }
    }
    return nearest;
  }

  /** Finds about the {@code ef} nearest nodes of the ground layer, from the entry. */
  void search(QueryRanks query, int ef, Scratch scratch) {
    walk(query, descend(query, graph.entry(), 0, scratch), 0, ef, scratch);
  }

  /** Finds the {@code ef} nearest nodes of a layer (algorithm 2 of the paper). */
  void walk(QueryRanks query, int start, int level, int ef, Scratch scratch) {
    scratch.pool.reset(ef);
    expand(query, start, level, scratch);
  }

  /**
   * Finds nodes of the ground layer, about as many as a walk of width {@code ef}, but expands those
   * that are not farther than {@code slack} times the rank of the k-th; see {@link RankProfile}.
   *
   * @param slack infinite for a walk of that width
   */
  void walkWithin(QueryRanks query, int start, int k, int ef, float slack, Scratch scratch) {
    limit(query, k, ef, slack, scratch.pool);
    expand(query, start, 0, scratch);
  }

  private void limit(QueryRanks query, int k, int ef, float slack, CandidatePool pool) {
    if (slack == Float.POSITIVE_INFINITY) {
      pool.reset(ef);
    } else {
      pool.reset(Math.min(MOST_WIDTHS * ef, vectors.size()));
      pool.within(slack, query.origin(), k, Math.max(k, ef / LEAST_SHARE));
    }
  }

  private void expand(QueryRanks query, int start, int level, Scratch scratch) {
    CandidatePool pool = scratch.pool;
    begin(scratch, start);
    pool.offer(Candidates.of(rank(query, start, scratch), start));
    for (int node = pool.expandNearest(); node != IntTable.NONE; node = pool.expandNearest()) {
      int count = unseenNeighbors(node, level, scratch);
      touchList(pool.nearestUnexpanded(), level, scratch);
      rankBatch(query, count, scratch);
      float limit = pool.limit();
      for (int i = 0; i < count; i++) {
        if (scratch.ranks[i] > limit) {
          continue;
        }
        pool.offer(Candidates.of(scratch.ranks[i], scratch.batch[i]));
      }
    }
  }

  /**
   * Finds accepted nodes of the ground layer as {@link #walkWithin} finds nodes, walking through
   * all nodes. Where too few are accepted it visits the whole graph and finds all of them.
   */
  void walkAccepted(
      QueryRanks query,
      int start,
      int k,
      int ef,
      float slack,
      IntPredicate accept,
      Scratch scratch) {
    CandidatePool pool = scratch.pool;
    CandidateHeap frontier = scratch.frontier;
    limit(query, k, ef, slack, pool);
    frontier.clear();
    begin(scratch, start);
    scratch.batch[0] = start;
    int count = 1;
    while (true) {
      rankBatch(query, count, scratch);
      float limit = pool.limit();
      for (int i = 0; i < count; i++) {
        int node = scratch.batch[i];
        long candidate = Candidates.of(scratch.ranks[i], node);
        if (scratch.ranks[i] <= limit && candidate < pool.threshold()) {
          frontier.push(candidate);
          if (accept.test(node)) {
            pool.offer(candidate);
          }
        }
      }
      if (frontier.isEmpty()) {
        return;
      }
      long nearest = frontier.pop();
      if (nearest > pool.threshold() || Candidates.rank(nearest) > pool.limit()) {
        return;
      }
      count = unseenNeighbors(Candidates.node(nearest), 0, scratch);
    }
  }

  /**
   * Finds accepted nodes of the ground layer as {@link #walkWithin} finds nodes, and computes no
   * distance to others: in place of a rejected neighbour it looks at the accepted neighbours of
   * that neighbour (ACORN-1, arXiv 2403.04871). It may end early where accepted nodes are more than
   * two hops apart; the caller sees that by too few results.
   */
  void walkTwoHops(
      QueryRanks query,
      int start,
      int k,
      int ef,
      float slack,
      IntPredicate accept,
      Scratch scratch) {
    CandidatePool pool = scratch.pool;
    limit(query, k, ef, slack, pool);
    begin(scratch, start);
    int count = acceptedWithinTwoHops(start, accept, scratch);
    if (accept.test(start)) {
      pool.offer(Candidates.of(rank(query, start, scratch), start));
    }
    while (true) {
      rankBatch(query, count, scratch);
      for (int i = 0; i < count; i++) {
        pool.offer(Candidates.of(scratch.ranks[i], scratch.batch[i]));
      }
      int nearest = pool.expandNearest();
      if (nearest == IntTable.NONE) {
        return;
      }
      count = acceptedWithinTwoHops(nearest, accept, scratch);
    }
  }

  private void begin(Scratch scratch, int start) {
    scratch.visited.clear(vectors.size());
    scratch.visited.add(start);
    if (scratch.hidden != IntTable.NONE) {
      scratch.visited.add(scratch.hidden);
    }
  }

  /** Loads of a list what lies in other cache lines, without waiting for it; likely the next. */
  private void touchList(int node, int level, Scratch scratch) {
    if (node != IntTable.NONE) {
      IntTable links = graph.links(level);
      int row = graph.row(node, level);
      int[] chunk = links.chunk(row);
      int start = links.offset(row);
      scratch.touched += chunk[start] + chunk[start + links.width() / 2];
    }
  }

  private int unseenNeighbors(int node, int level, Scratch scratch) {
    IntTable links = graph.links(level);
    int row = graph.row(node, level);
    int[] chunk = links.chunk(row);
    int start = links.offset(row);
    int count = 0;
    for (int i = start; i < start + links.width(); i++) {
      int neighbor = IntTable.load(chunk, i);
      if (neighbor == IntTable.NONE) {
        break;
      }
      // Written in any case and kept if new: no branch depends on what was seen, for about half of
      // the neighbours were, and the processor guesses badly.
      scratch.batch[count] = neighbor;
      count += scratch.visited.add(neighbor) ? 1 : 0;
    }
    return count;
  }

  /** Gathers at most a list of accepted, unseen nodes; those left out stay unseen. */
  private int acceptedWithinTwoHops(int node, IntPredicate accept, Scratch scratch) {
    int[] near = scratch.hop;
    int nearCount = graph.neighbors(node, 0, near);
    int limit = scratch.batch.length;
    int count = 0;
    for (int i = 0; i < nearCount; i++) {
      if (accept.test(near[i])) {
        if (scratch.visited.add(near[i])) {
          scratch.batch[count++] = near[i];
        }
        near[i] = IntTable.NONE;
      }
    }
    for (int i = 0; i < nearCount && count < limit; i++) {
      // A rejected node is looked through once: its accepted neighbours are then seen.
      if (near[i] != IntTable.NONE && scratch.visited.add(near[i])) {
        count = gatherAccepted(near[i], count, accept, scratch);
      }
    }
    return count;
  }

  private int gatherAccepted(int node, int gathered, IntPredicate accept, Scratch scratch) {
    int[] chunk = graph.links(0).chunk(node);
    int start = graph.links(0).offset(node);
    int count = gathered;
    for (int i = start; i < start + graph.links(0).width(); i++) {
      int neighbor = IntTable.load(chunk, i);
      if (neighbor == IntTable.NONE || count == scratch.batch.length) {
        break;
      }
      if (!scratch.visited.contains(neighbor) && accept.test(neighbor)) {
        scratch.visited.add(neighbor);
        scratch.batch[count++] = neighbor;
      }
    }
    return count;
  }

  private void rankBatch(QueryRanks query, int count, Scratch scratch) {
    query.ranks(scratch.batch, count, scratch.ranks);
    scratch.distances += count;
  }

  private float rank(QueryRanks query, int node, Scratch scratch) {
    scratch.distances++;
    return query.rank(node);
  }
}
