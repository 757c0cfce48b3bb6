package io.vicinal.core.hnsw;

/** How an index answers a search. */
public enum SearchPlan {
  /** Compare the query with every accepted row. */
  EXACT_SCAN,
  /** Walk through the graph; every row is accepted. */
  GRAPH_WALK,
  /** Walk through accepted and rejected rows alike until enough accepted ones are found. */
  FILTERED_WALK,
  /** Walk from accepted row to accepted row, over at most one rejected row in between. */
  TWO_HOP_WALK
}
