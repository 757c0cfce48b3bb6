package io.vicinal.api;

import io.vicinal.api.filter.Filter;
import java.util.List;
import java.util.Optional;

/**
 * Several searches, of one vector field or of many, whose neighbours are fused into one list.
 *
 * <p>Each branch finds its candidates among all records that pass the filter, on however many
 * shards they are. Records that no branch found are not returned: a result has fewer than k
 * neighbours where the branches found fewer different records after the offset.
 *
 * @param branches {@value #MIN_BRANCHES}..{@value #MAX_BRANCHES}, with {@value Selection#MAX_K}
 *     candidates together at most
 * @param fusion how their neighbours become one list
 * @param k number of neighbours wanted, 1..{@value Selection#MAX_K}
 * @param offset how many better neighbours are left out before those, from 0; with k at most
 *     {@value Selection#MAX_K}
 * @param filter which records count, in every branch; all if empty
 * @param mode approximate or exact, in every branch
 * @param projection which fields of the neighbours are returned
 */
public record FusedRequest(
    List<FusedBranch> branches,
    Fusion fusion,
    int k,
    int offset,
    Optional<Filter> filter,
    SearchMode mode,
    Projection projection) {
  /** The fewest branches: fewer have nothing to fuse. */
  public static final int MIN_BRANCHES = 2;

  /** The most branches. */
  public static final int MAX_BRANCHES = 16;

  /** Copies the branches and refuses what is outside its range. */
  public FusedRequest {
    branches = List.copyOf(branches);
    if (branches.size() < MIN_BRANCHES || branches.size() > MAX_BRANCHES) {
      throw refused(
          branches.size() + " branches to fuse; expected " + MIN_BRANCHES + ".." + MAX_BRANCHES);
    }
    long candidates = branches.stream().mapToLong(FusedBranch::candidates).sum();
    if (candidates > Selection.MAX_K) {
      throw refused(
          "branches with "
              + candidates
              + " candidates together; expected at most "
              + Selection.MAX_K);
    }
    // It knows the ranges of the two, and what they may be together.
    Selection.nearest(k).withOffset(offset);
  }

  /** The k best by reciprocal ranks, without a filter, with ids only. */
  public static FusedRequest of(int k, FusedBranch... branches) {
    return new FusedRequest(
        List.of(branches),
        Fusion.RRF,
        k,
        0,
        Optional.empty(),
        SearchMode.APPROXIMATE,
        Projection.ID_ONLY);
  }

  /** This request with another fusion. */
  public FusedRequest by(Fusion other) {
    return new FusedRequest(branches, other, k, offset, filter, mode, projection);
  }

  /** This request among the records that pass the filter. */
  public FusedRequest where(Filter condition) {
    return new FusedRequest(branches, fusion, k, offset, Optional.of(condition), mode, projection);
  }

  /** This request for the k neighbours after so many better ones. */
  public FusedRequest offset(int better) {
    return new FusedRequest(branches, fusion, k, better, filter, mode, projection);
  }

  /** This request in the given mode. */
  public FusedRequest in(SearchMode searchMode) {
    return new FusedRequest(branches, fusion, k, offset, filter, searchMode, projection);
  }

  /** This request returning the given fields. */
  public FusedRequest returning(Projection fields) {
    return new FusedRequest(branches, fusion, k, offset, filter, mode, fields);
  }

  /** The searches whose neighbours are fused, in the order of the branches. */
  public List<SearchRequest> searches() {
    return branches.stream()
        .map(
            branch ->
                new SearchRequest(
                    branch.vectorField(),
                    branch.query(),
                    Selection.nearest(branch.candidates()),
                    filter,
                    branch.effort(),
                    mode,
                    projection))
        .toList();
  }

  /**
   * Refuses a request that does not fit a schema. Whether its filter does is said by {@link
   * io.vicinal.api.filter.FilterBinding}.
   *
   * @throws VicinalException {@link ErrorCode#UNKNOWN_FIELD} or {@link ErrorCode#INVALID_VECTOR},
   *     naming the branch by its number from 0
   */
  public void check(CollectionSchema schema) {
    List<SearchRequest> searches = searches();
    for (int i = 0; i < searches.size(); i++) {
      try {
        searches.get(i).check(schema);
      } catch (VicinalException e) {
        throw new VicinalException(e.code(), "branch " + i + ": " + e.getMessage(), e);
      }
    }
  }

  private static VicinalException refused(String message) {
    return new VicinalException(ErrorCode.INVALID_ARGUMENT, message);
  }
}
