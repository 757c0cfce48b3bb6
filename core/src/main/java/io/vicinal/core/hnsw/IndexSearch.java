package io.vicinal.core.hnsw;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Searches one index by a plan that is given, for queries that were checked. Any thread. */
final class IndexSearch {
  private final HnswIndex index;
  private final IndexVectors vectors;
  private final HnswGraph graph;
  private final GraphWalk walk;
  private final Scratch.Pool scratches;

  IndexSearch(
      HnswIndex index,
      IndexVectors vectors,
      HnswGraph graph,
      GraphWalk walk,
      Scratch.Pool scratches) {
    this.index = index;
    this.vectors = vectors;
    this.graph = graph;
    this.walk = walk;
    this.scratches = scratches;
  }

  HnswResult by(SearchPlan plan, float[] query, int k, int ef, @Nullable IntPredicate accept) {
    if (plan == SearchPlan.EXACT_SCAN || graph.entry() == HnswGraph.NO_ENTRY) {
      return exact(query, k, accept);
    }
    Scratch scratch = scratches.borrow();
    vectors.prepare(query, scratch.prepared);
    // No more than size() are found: the bounds are for memory.
    int size = vectors.size();
    CandidatePool nearest =
        walk(Math.min(k, size), Math.min(Math.max(k, ef), size), accept, plan, scratch);
    int found = Math.min(k, nearest.size());
    HnswResult result =
        accept != null && found < Math.min(k, size)
            ? scan(k, accept, scratch)
            : HnswResult.of(nearest.sorted(), found, vectors.metric(), scratch.distances, plan);
    scratches.giveBack(scratch);
    return result;
  }

  /**
   * Walks for the prepared query of a scratch. Returns a pool with the k nearest, and perhaps more.
   */
  CandidatePool walk(
      int k, int ef, @Nullable IntPredicate accept, SearchPlan plan, Scratch scratch) {
    CodeStorage coded = index.codes();
    VectorQuery vector = scratch.vectorQuery.set(scratch.prepared, 0);
    if (coded == null) {
      walk(vector, k, ef, accept, plan, scratch);
      return scratch.pool;
    }
    QueryRanks query = scratch.codedQuery(coded).set(scratch.prepared, 0);
    walk(query, k, ef, accept, plan, scratch);
    return scratch.rerank(vector, k, coded);
  }

  private void walk(
      QueryRanks query,
      int k,
      int ef,
      @Nullable IntPredicate accept,
      SearchPlan plan,
      Scratch scratch) {
    int start = walk.descend(query, graph.entry(), 0, scratch);
    float slack = index.trials().slack(k, ef);
    if (accept == null) {
      walk.walkWithin(query, start, k, ef, slack, scratch);
    } else if (plan == SearchPlan.TWO_HOP_WALK) {
      walk.walkTwoHops(query, start, k, ef, slack, accept, scratch);
    } else {
      walk.walkAccepted(query, start, k, ef, slack, accept, scratch);
    }
  }

  HnswResult exact(float[] query, int k, @Nullable IntPredicate accept) {
    Scratch scratch = scratches.borrow();
    vectors.prepare(query, scratch.prepared);
    HnswResult result = scan(k, accept, scratch);
    scratches.giveBack(scratch);
    return result;
  }

  List<HnswResult> exact(
      List<float[]> queries, int k, @Nullable IntPredicate accept, SharedWork work) {
    int rows = vectors.size();
    int wanted = Math.min(k, rows);
    if (rows > 0 && ExactScan.pays(vectors, queries.size(), wanted)) {
      return new ExactScan(vectors, rows, wanted, accept, work).nearest(queries);
    }
    HnswResult[] results = new HnswResult[queries.size()];
    work.each(0, results.length, query -> results[query] = exact(queries.get(query), k, accept));
    return Arrays.asList(results);
  }

  /** Compares the prepared query of a scratch with each accepted row. */
  private HnswResult scan(int k, @Nullable IntPredicate accept, Scratch scratch) {
    VectorQuery vector = scratch.vectorQuery.set(scratch.prepared, 0);
    int rows = vectors.size();
    TopCandidates top = scratch.top;
    top.reset(Math.min(k, Math.max(rows, 1)));
    for (int row = 0; row < rows; row++) {
      if (accept == null || accept.test(row)) {
        top.offer(Candidates.of(vector.rank(row), row));
        scratch.distances++;
      }
    }
    int found = top.finish();
    return HnswResult.of(
        top.sorted(), found, vectors.metric(), scratch.distances, SearchPlan.EXACT_SCAN);
  }
}
