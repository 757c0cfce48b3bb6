package io.vicinal.api;

import io.vicinal.api.filter.Filter;
import java.util.Optional;

/**
 * A search for the k records nearest to a query among those that pass the filter.
 *
 * <p>The filter is applied before k is counted: a search returns fewer than k neighbours only where
 * fewer records pass.
 *
 * @param vectorField the field searched, a vector field or a {@link SparseField}
 * @param query the query vector, of the kind that the field holds, or examples, which a sparse
 *     field does not take
 * @param selection how many neighbours are wanted, and which
 * @param filter which records count; all if empty
 * @param effort how hard an approximate search tries; as hard as the {@linkplain VectorField#effort
 *     field} says if empty. It finds at least the {@linkplain Selection#depth depth} of the
 *     selection. It means nothing in a sparse field
 * @param mode approximate or exact; a sparse field is always searched exactly
 * @param projection which fields of the neighbours are returned
 */
public record SearchRequest(
    String vectorField,
    SearchQuery query,
    Selection selection,
    Optional<Filter> filter,
    Optional<SearchEffort> effort,
    SearchMode mode,
    Projection projection) {
  /** The largest k. */
  public static final int MAX_K = Selection.MAX_K;

  /** The k nearest by the index, without a filter, with ids only. */
  public static SearchRequest nearest(String vectorField, SearchQuery query, int k) {
    return new SearchRequest(
        vectorField,
        query,
        Selection.nearest(k),
        Optional.empty(),
        Optional.empty(),
        SearchMode.APPROXIMATE,
        Projection.ID_ONLY);
  }

  /** Number of neighbours wanted. */
  public int k() {
    return selection.k();
  }

  /**
   * The query vector in a vector field.
   *
   * @throws IllegalStateException if the query is sparse, or examples, which {@link #resolve} makes
   *     a vector of
   */
  public DenseVector vector() {
    if (query instanceof DenseVector vector) {
      return vector;
    }
    throw new IllegalStateException("the query is " + query + "; expected a dense vector");
  }

  /**
   * This request with a vector for a query: that which the examples describe, among the records
   * that are no examples. It is left as it is if its query is a vector.
   *
   * @param collection the collection searched, which has the records that are examples
   * @throws VicinalException {@link ErrorCode#INVALID_ARGUMENT}, naming the records that there are
   *     not; {@link ErrorCode#INVALID_VECTOR} if the examples describe none that the field can
   *     hold; as {@link #check} does
   */
  public SearchRequest resolve(VectorCollection collection) {
    if (query instanceof Examples examples) {
      check(collection.schema());
      return ExampleAverage.resolve(this, examples, collection);
    }
    return this;
  }

  /** This request for the neighbours of another query. */
  public SearchRequest withQuery(SearchQuery other) {
    return new SearchRequest(vectorField, other, selection, filter, effort, mode, projection);
  }

  /** This request for another number of neighbours. */
  public SearchRequest withK(int number) {
    return selecting(selection.withK(number));
  }

  /** This request among the records that pass the filter. */
  public SearchRequest where(Filter condition) {
    return new SearchRequest(
        vectorField, query, selection, Optional.of(condition), effort, mode, projection);
  }

  /** This request with the width of the index search. */
  public SearchRequest withEf(int width) {
    return with(new SearchEffort.Width(width));
  }

  /**
   * This request trying as hard as finds that share of the true neighbours, on average.
   *
   * @param recall see {@link SearchEffort.RecallTarget}
   */
  public SearchRequest withRecallTarget(double recall) {
    return with(new SearchEffort.RecallTarget(recall));
  }

  private SearchRequest with(SearchEffort other) {
    return new SearchRequest(
        vectorField, query, selection, filter, Optional.of(other), mode, projection);
  }

  /** This request in the given mode. */
  public SearchRequest in(SearchMode searchMode) {
    return new SearchRequest(vectorField, query, selection, filter, effort, searchMode, projection);
  }

  /** This request returning the given fields. */
  public SearchRequest returning(Projection fields) {
    return new SearchRequest(vectorField, query, selection, filter, effort, mode, fields);
  }

  /**
   * This request for the k neighbours after so many nearer ones: a page. An approximate search is
   * as wide as its page is deep, so that a record may be on two pages or on none; exact ones cut
   * one order into pages, as long as nobody writes.
   *
   * @param nearer from 0; with k at most {@value Selection#MAX_K}
   */
  public SearchRequest offset(int nearer) {
    return selecting(selection.withOffset(nearer));
  }

  /**
   * This request among the neighbours at that distance or less, as the metric of the field defines
   * it: there may be fewer than k.
   *
   * @param distance a finite number; negative for {@link Metric#DOT} only
   */
  public SearchRequest within(float distance) {
    return selecting(selection.within(distance));
  }

  /**
   * This request for the k nearest groups of neighbours that share the value of an attribute, each
   * with its nearest members. A group is as near as its nearest member; the records without a value
   * are a group too.
   *
   * @param attribute an attribute of a scalar type other than {@link ScalarType#JSON}
   * @param size at most so many neighbours of each group, from 1
   */
  public SearchRequest groupBy(String attribute, int size) {
    return selecting(selection.groupedBy(new Grouping(attribute, size)));
  }

  /**
   * This request for neighbours that are near the query and far from each other, in the order in
   * which {@link Mmr} chooses them.
   *
   * @param lambda the weight of nearness to the query, 0..1
   * @param candidates how many of the nearest neighbours there are to choose from, from offset and
   *     k together to {@value Mmr#MAX_CANDIDATES}
   */
  public SearchRequest mmr(double lambda, int candidates) {
    return selecting(selection.diversifiedBy(new Mmr(lambda, candidates)));
  }

  /**
   * Refuses a request that does not fit a schema. Whether its filter does is said by {@link
   * io.vicinal.api.filter.FilterBinding}.
   *
   * @throws VicinalException {@link ErrorCode#UNKNOWN_FIELD}, {@link ErrorCode#INVALID_VECTOR},
   *     {@link ErrorCode#INVALID_ARGUMENT} or, for an example's id, {@link
   *     ErrorCode#INVALID_RECORD}
   */
  public void check(CollectionSchema schema) {
    if (schema.findSparseField(vectorField).isPresent()) {
      checkSparse();
      selection.checkSparse(schema, vectorField);
      projection.check(schema);
      return;
    }
    VectorField field = schema.vectorField(vectorField);
    if (query instanceof SparseVector) {
      throw new VicinalException(
          ErrorCode.INVALID_VECTOR,
          "query, vector field '" + vectorField + "': a sparse vector; expected a dense one");
    }
    if (query instanceof Examples examples) {
      examples.check(schema, field);
    } else {
      field.check(vector(), "query");
    }
    selection.check(schema, field);
    projection.check(schema);
  }

  private void checkSparse() {
    if (query instanceof Examples) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "examples in sparse vector field '" + vectorField + "'; expected a sparse vector");
    }
    if (!(query instanceof SparseVector)) {
      throw new VicinalException(
          ErrorCode.INVALID_VECTOR,
          "query, sparse vector field '"
              + vectorField
              + "': a dense vector; expected a sparse one, of indices and values");
    }
  }

  private SearchRequest selecting(Selection which) {
    return new SearchRequest(vectorField, query, which, filter, effort, mode, projection);
  }
}
