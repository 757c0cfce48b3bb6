package io.vicinal.core.hnsw;

import io.vicinal.api.Metric;
import io.vicinal.api.SearchEffort;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Tries searches of one index, and knows what was learnt. Safe for use by any thread: one tries at
 * a time, and what it learnt counts unless the index has got other codes meanwhile.
 */
final class IndexTrials {
  /**
   * The share of what a search may miss that a trial may miss, by inner products: of rows of many
   * lengths, queries found a hundredth less than rows that were held out.
   */
  private static final double DOT_MISSED = 0.6;

  private final IndexSearch search;
  private final IndexVectors vectors;
  private final HnswGraph graph;
  private final GraphWalk walk;
  private final Scratch.Pool scratches;
  private final Object publishing = new Object();

  private volatile SearchTrials learnt = SearchTrials.NONE;

  /** How often the index got other codes; guarded by {@link #publishing}. */
  private int changes;

  IndexTrials(
      IndexSearch search,
      IndexVectors vectors,
      HnswGraph graph,
      GraphWalk walk,
      Scratch.Pool scratches) {
    this.search = search;
    this.vectors = vectors;
    this.graph = graph;
    this.walk = walk;
    this.scratches = scratches;
  }

  SearchTrials learnt() {
    return learnt;
  }

  /** Takes what an index with the same graph and codes knows. */
  void learn(SearchTrials known) {
    learnt = known;
  }

  /** Forgets what was learnt: the index has got other codes. */
  void forget() {
    synchronized (publishing) {
      changes++;
      learnt = SearchTrials.NONE;
    }
  }

  /** Learns how far neighbours are, among the first {@code rows} rows, which are inserted. */
  synchronized void profile(int rows) {
    int before = changes();
    SearchTrials found = learnt.with(RankProfile.of(vectors, rows, walk, scratches));
    publish(before, found);
  }

  /** Learns besides how much is found. */
  synchronized void run(int rows) {
    int before = changes();
    RankProfile profile = RankProfile.of(vectors, rows, walk, scratches);
    // The trials go by it, as later searches will.
    publish(before, learnt.with(profile));
    Scratch scratch = scratches.borrow();
    List<RecallCurve> recall = new HeldOutTrials(search, vectors, graph, rows).run(scratch);
    scratches.giveBack(scratch);
    publish(before, new SearchTrials(rows, profile, recall));
  }

  /** Whether no search was tried, or when there were less than two thirds as many rows. */
  boolean isDue(int rows) {
    return rows >= CodeChoice.LEAST_ROWS && rows / 3 * 2 >= learnt.rows();
  }

  /** The width of a search for k neighbours; empty if none is known to do. */
  OptionalInt width(SearchEffort effort, int k) {
    return effort instanceof SearchEffort.RecallTarget target
        ? learnt.width(k, tried(target.recall()))
        : OptionalInt.of(((SearchEffort.Width) effort).ef());
  }

  /** The recall of searches that try so hard; 1 where they compare all rows. */
  OptionalDouble recall(SearchEffort effort, int k) {
    SearchTrials known = learnt;
    if (known.recall().isEmpty()) {
      return OptionalDouble.empty();
    }
    OptionalInt width = width(effort, k);
    return width.isPresent()
        ? known.recall(k, Math.max(k, width.getAsInt()))
        : OptionalDouble.of(1);
  }

  /** What trials must find, so that queries find so much. */
  private double tried(double target) {
    return vectors.metric().metric() == Metric.DOT ? 1 - DOT_MISSED * (1 - target) : target;
  }

  private int changes() {
    synchronized (publishing) {
      return changes;
    }
  }

  private void publish(int before, SearchTrials found) {
    synchronized (publishing) {
      if (changes == before) {
        learnt = found;
      }
    }
  }
}
