package io.vicinal.server.bench;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a benchmark searches in and for. Immutable.
 *
 * @param base the vectors of the index
 * @param queries the vectors searched for
 * @param k neighbours of a query
 * @param filtered which rows of the base count; null if all do
 */
record AnnData(VectorSet base, List<float[]> queries, int k, @Nullable FilteredRows filtered) {
  /** Copies the queries and refuses data without an answer. */
  AnnData {
    queries = List.copyOf(queries);
    if (filtered != null && filtered.accepted().isEmpty()) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "no row passes the filter; expected one that accepts a row or more");
    }
  }

  /** Neighbours that a query has: k, or fewer where fewer rows count. */
  int wanted() {
    return Math.min(k, filtered == null ? base.rows() : filtered.accepted().cardinality());
  }

  /** The distance between a query and a row of the base, in float64. */
  double distance(int query, int row) {
    return ExactDistance.of(base.metric(), queries.get(query), base.vector(row));
  }

  /** The distance up to which rows tie with one of the base, for a query. */
  double limit(int query, int row) {
    return ExactDistance.limit(base.metric(), queries.get(query), base.vector(row));
  }

  /** Whether a row of the base counts, for its filter. */
  boolean accepts(int row) {
    return filtered == null || filtered.accepted().get(row);
  }

  /** How many rows that count are nearer to a query than one of the base, beyond any rounding. */
  long nearerThan(int query, int row) {
    float[] vector = queries.get(query);
    double limit = ExactDistance.clearlyNearer(base.metric(), vector, base.vector(row));
    return IntStream.range(0, base.rows())
        .parallel()
        .filter(other -> accepts(other) && distance(query, other) < limit)
        .count();
  }
}
