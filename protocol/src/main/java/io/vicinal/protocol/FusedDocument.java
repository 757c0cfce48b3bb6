package io.vicinal.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.FusedBranch;
import io.vicinal.api.FusedRequest;
import io.vicinal.api.Fusion;
import io.vicinal.api.Projection;
import io.vicinal.api.QueryVector;
import io.vicinal.api.SearchMode;
import io.vicinal.api.Selection;
import io.vicinal.api.SparseVector;
import io.vicinal.api.VicinalException;
import io.vicinal.api.filter.FilterParser;
import io.vicinal.api.filter.FilterText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Searches whose neighbours are fused: {@code {"branches": [{"field": "title", "vector": [0.1]},
 * {"field": "text", "vector": [0.2, 0.3]}], "k": 10}}.
 *
 * @param branches the searches
 * @param fusion how their neighbours become one list; rrf if absent
 * @param constant that of rrf; 60 if absent
 * @param k number of neighbours wanted
 * @param offset how many better neighbours are left out before the k; 0 if absent. With one, each
 *     branch says how many candidates it finds
 * @param filter a condition in SQL, for every branch; none if absent
 * @param mode of every branch; approximate if absent
 * @param fields what is returned of each neighbour, only the id if absent
 */
public record FusedDocument(
    List<BranchDocument> branches,
    @Nullable FusionName fusion,
    @Nullable Integer constant,
    Integer k,
    @Nullable Integer offset,
    @Nullable String filter,
    @Nullable SearchMode mode,
    @Nullable Projection fields) {
  /** So many neighbours a branch finds where nobody says how many, or k if that is more. */
  static final int DEFAULT_CANDIDATES = 100;

  /** Refuses a document without branches or k, and a constant of another fusion than rrf. */
  public FusedDocument {
    branches = Required.elements(branches, "branches");
    k = Required.present(k, "k");
    if (constant != null && fusion == FusionName.WEIGHTED) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "key 'constant' with the fusion 'weighted'; expected it with 'rrf' only");
    }
  }

  /** The document of a request. */
  public static FusedDocument of(FusedRequest request) {
    boolean reciprocal = request.fusion() instanceof Fusion.ReciprocalRank;
    return new FusedDocument(
        request.branches().stream().map(BranchDocument::of).toList(),
        reciprocal ? FusionName.RRF : FusionName.WEIGHTED,
        request.fusion() instanceof Fusion.ReciprocalRank rrf ? rrf.constant() : null,
        request.k(),
        request.offset() == 0 ? null : request.offset(),
        request.filter().map(FilterText::toSql).orElse(null),
        request.mode(),
        request.projection());
  }

  /**
   * The request; whether it fits a schema is checked by the search, but for the vectors' notation.
   *
   * @throws VicinalException naming the branch and the key that are wrong
   */
  public FusedRequest toRequest(CollectionSchema schema) {
    List<FusedBranch> read = new ArrayList<>();
    for (BranchDocument branch : branches) {
      String owner = "branch " + read.size();
      if (offset != null && offset > 0 && branch.candidates() == null) {
        // A default would depend on k, and pages of different lists overlap.
        throw new VicinalException(
            ErrorCode.INVALID_ARGUMENT,
            owner
                + ": no key 'candidates' in a search with the key 'offset'; expected one,"
                + " the same for every page");
      }
      read.add(branch.toBranch(schema, owner, candidates()));
    }
    return new FusedRequest(
        read,
        toFusion(),
        k,
        offset == null ? 0 : offset,
        Optional.ofNullable(filter).map(FilterParser::parse),
        mode == null ? SearchMode.APPROXIMATE : mode,
        fields == null ? Projection.ID_ONLY : fields);
  }

  private Fusion toFusion() {
    if (fusion == FusionName.WEIGHTED) {
      return Fusion.WEIGHTED;
    }
    return constant == null ? Fusion.RRF : new Fusion.ReciprocalRank(constant);
  }

  /** How many neighbours a branch finds that does not say so; no more than all may together. */
  private int candidates() {
    int most = Selection.MAX_K / Math.max(1, branches.size());
    return Math.min(most, Math.max(DEFAULT_CANDIDATES, k));
  }

  /** The fusions by name. */
  public enum FusionName {
    /** {@link Fusion.ReciprocalRank}. */
    RRF,
    /** {@link Fusion.WeightedScores}. */
    WEIGHTED
  }

  /**
   * One of the searches.
   *
   * @param field the vector field; may be absent where the collection has one only
   * @param vector the query vector
   * @param sparse the query in a sparse field, in place of a vector
   * @param candidates how many neighbours the branch finds; the larger of 100 and k if absent, but
   *     no more than its share of what all branches may find
   * @param weight how much the branch counts; 1 if absent
   * @param ef width of the index search; as wide as the field says if absent
   * @param recallTarget in place of ef: as wide as finds that share of the true neighbours
   */
  public record BranchDocument(
      @Nullable String field,
      @Nullable JsonNode vector,
      @Nullable SparseDocument sparse,
      @Nullable Integer candidates,
      @Nullable Double weight,
      @Nullable Integer ef,
      @Nullable Double recallTarget) {
    /** Refuses a document without a query, and one with two. */
    public BranchDocument {
      if ((vector == null) == (sparse == null)) {
        throw new VicinalException(
            ErrorCode.INVALID_ARGUMENT, "expected exactly one of the keys 'vector' and 'sparse'");
      }
      EffortKeys.check(ef, recallTarget);
    }

    static BranchDocument of(FusedBranch branch) {
      QueryVector query = branch.query();
      return new BranchDocument(
          branch.vectorField(),
          query instanceof DenseVector dense ? RecordCodec.encodeVector(dense) : null,
          query instanceof SparseVector one ? SparseDocument.of(one) : null,
          branch.candidates(),
          branch.weight(),
          EffortKeys.ef(branch.effort()),
          EffortKeys.recallTarget(branch.effort()));
    }

    FusedBranch toBranch(CollectionSchema schema, String owner, int defaultCandidates) {
      QueryVector query =
          sparse != null
              ? sparse.toVector(owner)
              : RecordCodec.decodeVector(Required.present(vector, "vector"), owner);
      return new FusedBranch(
          of(owner, () -> FieldChoice.of(schema, field, query)),
          query,
          candidates == null ? defaultCandidates : candidates,
          weight == null ? 1 : weight,
          of(owner, () -> EffortKeys.effort(ef, recallTarget)));
    }

    private static <T> T of(String owner, Supplier<T> part) {
      try {
        return part.get();
      } catch (VicinalException e) {
        throw new VicinalException(e.code(), owner + ": " + e.getMessage(), e);
      }
    }
  }
}
