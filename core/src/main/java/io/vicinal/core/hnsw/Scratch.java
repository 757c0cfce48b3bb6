package io.vicinal.core.hnsw;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** The working memory of one search or insert; used by one thread at a time. */
final class Scratch {
  final VisitedNodes visited = new VisitedNodes();
  final CandidatePool pool = new CandidatePool();
  final CandidateHeap frontier = new CandidateHeap();

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

  private Scratch(int maxDegree) {
    batch = new int[maxDegree];
    ranks = new float[maxDegree];
    hop = new int[maxDegree];
    list = new long[maxDegree + 1];
    kept = new int[maxDegree];
  }

  /**
   * Keeps a few scratches for reuse. Any thread.
   *
   * <p>A thread looks at the slot of its own number first, so that threads rarely meet.
   */
  static final class Pool {
    private final AtomicReferenceArray<Scratch> idle;
    private final int maxDegree;

    Pool(int slots, int maxDegree) {
      this.idle = new AtomicReferenceArray<>(slots);
      this.maxDegree = maxDegree;
    }

    Scratch borrow() {
      for (int i = 0; i < idle.length(); i++) {
        Scratch scratch = idle.getAndSet(slot(i), null);
        if (scratch != null) {
          scratch.distances = 0;
          return scratch;
        }
      }
      return new Scratch(maxDegree);
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
