package io.vicinal.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The metadata of a batch of neighbours. Every batch of queries is answered by one or more batches
 * of neighbours, and all neighbours of a query are in one of them; a query without neighbours has
 * no row, so this count is how a client knows what is answered.
 *
 * @param answered number of queries answered since the start of the stream, this batch included
 * @param distanceComputations number of distances computed for the queries of this batch
 * @param plan how the search went, if this batch answers one query only; its wording may change
 */
public record NearestProgress(long answered, long distanceComputations, @Nullable String plan) {
  /** The metadata of a batch. */
  public static NearestProgress parse(byte[] json) {
    return Json.read(json, NearestProgress.class, "metadata of neighbours");
  }
}
