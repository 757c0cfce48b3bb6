package io.vicinal.server.bench;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.util.List;
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
}
