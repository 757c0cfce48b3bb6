package io.vicinal.api;

import io.vicinal.api.filter.Filter;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A search for the k records nearest to a query vector among those that pass the filter.
 *
 * <p>The filter is applied before k is counted: a search returns fewer than k neighbours only where
 * fewer records pass.
 *
 * @param vectorField the field searched
 * @param query the query vector
 * @param k number of neighbours wanted, 1..{@value #MAX_K}
 * @param filter which records count; all if empty
 * @param ef width of the index search; the field's efSearch if empty. At least k is used
 * @param mode approximate or exact
 * @param projection which fields of the neighbours are returned
 */
public record SearchRequest(
    String vectorField,
    DenseVector query,
    int k,
    Optional<Filter> filter,
    OptionalInt ef,
    SearchMode mode,
    Projection projection) {
  /** The largest k. */
  public static final int MAX_K = 100_000;

  /** Refuses a k or ef outside its range. */
  public SearchRequest {
    if (k < 1 || k > MAX_K) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "k is " + k + "; expected 1.." + MAX_K);
    }
    if (ef.isPresent() && (ef.getAsInt() < 1 || ef.getAsInt() > MAX_K)) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "ef is " + ef.getAsInt() + "; expected 1.." + MAX_K);
    }
  }

  /** The k nearest by the index, without a filter, with ids only. */
  public static SearchRequest nearest(String vectorField, DenseVector query, int k) {
    return new SearchRequest(
        vectorField,
        query,
        k,
        Optional.empty(),
        OptionalInt.empty(),
        SearchMode.APPROXIMATE,
        Projection.ID_ONLY);
  }

  /** This request among the records that pass the filter. */
  public SearchRequest where(Filter condition) {
    return new SearchRequest(vectorField, query, k, Optional.of(condition), ef, mode, projection);
  }

  /** This request with the width of the index search. */
  public SearchRequest withEf(int width) {
    return new SearchRequest(
        vectorField, query, k, filter, OptionalInt.of(width), mode, projection);
  }

  /** This request in the given mode. */
  public SearchRequest in(SearchMode searchMode) {
    return new SearchRequest(vectorField, query, k, filter, ef, searchMode, projection);
  }

  /** This request returning the given fields. */
  public SearchRequest returning(Projection fields) {
    return new SearchRequest(vectorField, query, k, filter, ef, mode, fields);
  }
}
