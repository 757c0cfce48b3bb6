package io.vicinal.server.bench;

import io.vicinal.core.hnsw.HnswResult;

/** A way to search for a query, all else being settled. */
@FunctionalInterface
interface QuerySearch {
  HnswResult search(float[] query);
}
