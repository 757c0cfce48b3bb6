package io.vicinal.core.hnsw;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The working memory of one search or insert; used by one thread at a time. */
final class Scratch {
  final VisitedNodes visited = new VisitedNodes();
  final CandidatePool pool = new CandidatePool();
  private final CandidatePool reranked = new CandidatePool();
  final TopCandidates top = new TopCandidates();
  final CandidateHeap frontier = new CandidateHeap();
  final VectorQuery vectorQuery;

  /** A prepared query, padded as rows are. */
  final float[] prepared;

  private @Nullable CodedQuery codedQuery;

  /** A node that walks of the ground layer do not come to, or {@link IntTable#NONE}. */
  int hidden = IntTable.NONE;

  /** What was loaded so that it is near when it is needed; nobody reads it. */
  int touched;

  /** Neighbours gathered before their distances are computed. */
  final int[] batch;

  /** The ranks of the nodes in the batch. */
  final float[] ranks;

  /** A list of neighbours that outlives the next batch. */
  final int[] hop;

  /** Candidates of a neighbour selection: a full list and one more. */
  final long[] list;

  /** Nodes that a selection has kept. */
  final int[] kept;

  /** Distances computed since the scratch was borrowed. */
  long distances;

  private Scratch(int maxDegree, IndexVectors vectors) {
    vectorQuery = vectors.newQuery();
    prepared = new float[vectors.width()];
    batch = new int[maxDegree];
    ranks = new float[maxDegree];
    hop = new int[maxDegree];
    list = new long[maxDegree + 1];
    kept = new int[maxDegree];
  }

  /** A query to compare with those codes; the same object as long as the codes are. */
  CodedQuery codedQuery(CodeStorage codes) {
    CodedQuery query = codedQuery;
    if (query == null || !query.isOf(codes)) {
      query = new CodedQuery(codes);
      codedQuery = query;
    }
    return query;
  }

  /** The k nearest of what is in the pool, by their ranks for the vector itself. */
  CandidatePool rerank(QueryRanks vector, int k, CodeStorage codes) {
    distances += pool.rerank(vector, k, codes.compared(k), reranked);
    return reranked;
  }

  /**
   * Keeps a few scratches for reuse. Any thread.
   *
   * <p>A thread looks at the slot of its own number first, so that threads rarely meet.
   */
  static final class Pool {
    private final AtomicReferenceArray<Scratch> idle;
    private final int maxDegree;
    private final IndexVectors vectors;

    Pool(int slots, int maxDegree, IndexVectors vectors) {
      this.idle = new AtomicReferenceArray<>(slots);
      this.maxDegree = maxDegree;
      this.vectors = vectors;
    }

    /** An empty pool of one slot for the same index. */
    Pool another() {
      return new Pool(1, maxDegree, vectors);
    }

    Scratch borrow() {
      for (int i = 0; i < idle.length(); i++) {
        Scratch scratch = idle.getAndSet(slot(i), null);
        if (scratch != null) {
          scratch.distances = 0;
          return scratch;
        }
      }
      return new Scratch(maxDegree, vectors);
    }

    /** Takes a scratch back, or drops it if there are enough. */
    void giveBack(Scratch scratch) {
      for (int i = 0; i < idle.length(); i++) {
        if (idle.compareAndSet(slot(i), null, scratch)) {
          return;
        }
      }
    }

    private int slot(int attempt) {
      return (int) ((Thread.currentThread().getId() + attempt) % idle.length());
    }
  }
}
