package io.vicinal.api;

/** Whether a search may miss neighbours. */
public enum SearchMode {
  /** Through the index; may miss some of the true neighbours. */
  APPROXIMATE,
  /** Compares the query with every record that passes the filter. */
  EXACT
}
