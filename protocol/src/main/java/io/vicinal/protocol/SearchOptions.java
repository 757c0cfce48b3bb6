package io.vicinal.protocol;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.Examples;
import io.vicinal.api.Grouping;
import io.vicinal.api.Projection;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchQuery;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.Selection;
import io.vicinal.api.SparseVector;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import io.vicinal.api.filter.FilterParser;
import io.vicinal.api.filter.FilterText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A search without its query vectors, as a document: {@code {"field": "embedding", "k": 10}}. What
 * is looked for may be part of it, by examples.
 *
 * @param field the vector field; may be absent where the collection has one only
 * @param k number of neighbours wanted
 * @param ef width of the index search; as wide as the field says if absent
 * @param recallTarget in place of ef: as wide as finds that share of the true neighbours
 * @param mode approximate if absent
 * @param filter a condition in SQL; none if absent
 * @param fields what is returned of each neighbour, only the id if absent
 * @param offset how many nearer neighbours are left out before the k; 0 if absent
 * @param maxDistance how far a neighbour may be; any distance if absent
 * @param groupBy the attribute whose values neighbours are grouped by; they are not if absent
 * @param groupSize at most so many neighbours of each group; 1 if absent
 * @param mmr how neighbours are chosen that differ from each other; the nearest are if absent
 * @param recommend examples of what is looked for, in place of query vectors
 * @param sparse the query in a sparse field, in place of query vectors
 */
public record SearchOptions(
    @Nullable String field,
    Integer k,
    @Nullable Integer ef,
    @Nullable Double recallTarget,
    @Nullable SearchMode mode,
    @Nullable String filter,
    @Nullable Projection fields,
    @Nullable Integer offset,
    @Nullable Float maxDistance,
    @Nullable String groupBy,
    @Nullable Integer groupSize,
    @Nullable MmrDocument mmr,
    @Nullable ExamplesDocument recommend,
    @Nullable SparseDocument sparse) {

  /** Refuses a document without k, and one with the size of groups that there are not. */
  public SearchOptions {
    k = Required.present(k, "k");
    if (groupSize != null && groupBy == null) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "key 'groupSize' without the key 'groupBy'; expected both or none");
    }
    if (recommend != null && sparse != null) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "the keys 'recommend' and 'sparse' in one search; expected one of the two");
    }
    EffortKeys.check(ef, recallTarget);
  }

  /** The k nearest by the index, with ids only, in the collection's one vector field. */
  public static SearchOptions nearest(int k) {
    return new SearchOptions(
        null, k, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  /** The options of a request; its query too, if it is examples. */
  public static SearchOptions of(SearchRequest request) {
    return new SearchOptions(
        request.vectorField(),
        request.k(),
        EffortKeys.ef(request.effort()),
        EffortKeys.recallTarget(request.effort()),
        request.mode(),
        request.filter().map(FilterText::toSql).orElse(null),
        request.projection(),
        request.selection().offset() == 0 ? null : request.selection().offset(),
        request.selection().maxDistance().orElse(null),
        request.selection().grouping().map(Grouping::attribute).orElse(null),
        request.selection().grouping().map(Grouping::size).orElse(null),
        request.selection().mmr().map(MmrDocument::of).orElse(null),
        request.query() instanceof Examples examples ? ExamplesDocument.of(examples) : null,
        request.query() instanceof SparseVector vector ? SparseDocument.of(vector) : null);
  }

  /** These options for the vector field of that name. */
  public SearchOptions in(String vectorField) {
    return with(vectorField, ef, recallTarget, mode, filter, fields);
  }

  /** These options with the width of the index search. */
  public SearchOptions withEf(int width) {
    return with(field, width, null, mode, filter, fields);
  }

  /** These options with the recall wanted in place of a width. */
  public SearchOptions withRecallTarget(double recall) {
    return with(field, null, recall, mode, filter, fields);
  }

  /** These options in the given mode. */
  public SearchOptions in(SearchMode searchMode) {
    return with(field, ef, recallTarget, searchMode, filter, fields);
  }

  /** These options among the records that pass the condition. */
  public SearchOptions where(String sql) {
    return with(field, ef, recallTarget, mode, sql, fields);
  }

  /** These options returning the given fields. */
  public SearchOptions returning(Projection projection) {
    return with(field, ef, recallTarget, mode, filter, projection);
  }

  /** How many neighbours are wanted of each query, and which. */
  public Selection selection() {
    return new Selection(
        k,
        offset == null ? 0 : offset,
        Optional.ofNullable(maxDistance),
        grouping(),
        Optional.ofNullable(mmr).map(MmrDocument::toMmr));
  }

  /** Which neighbours form groups. */
  public Optional<Grouping> grouping() {
    return Optional.ofNullable(groupBy)
        .map(attribute -> new Grouping(attribute, groupSize == null ? 1 : groupSize));
  }

  /** What is returned of each neighbour. */
  public Projection projection() {
    return fields == null ? Projection.ID_ONLY : fields;
  }

  /**
   * The vector field searched.
   *
   * @throws VicinalException {@link ErrorCode#UNKNOWN_FIELD}, or {@link ErrorCode#INVALID_ARGUMENT}
   *     if no field is named and the collection has several
   */
  public VectorField vectorField(CollectionSchema schema) {
    return FieldChoice.dense(schema, field);
  }

  /**
   * The query that stands in these options, in place of query vectors; empty if there is none.
   *
   * @throws VicinalException if it is not one
   */
  public Optional<SearchQuery> query(CollectionSchema schema) {
    if (recommend != null) {
      return Optional.of(recommend.toExamples(schema));
    }
    return Optional.ofNullable(sparse).map(vector -> vector.toVector("query"));
  }

  /**
   * The request of one query.
   *
   * @throws VicinalException if k, ef, filter, field or fields are wrong
   */
  public SearchRequest toRequest(CollectionSchema schema, SearchQuery query) {
    String searched = FieldChoice.of(schema, field, query);
    schema.findVectorField(searched).ifPresent(dense -> selection().check(schema, dense));
    projection().check(schema);
    return new SearchRequest(
        searched,
        query,
        selection(),
        Optional.ofNullable(filter).map(FilterParser::parse),
        EffortKeys.effort(ef, recallTarget),
        mode == null ? SearchMode.APPROXIMATE : mode,
        projection());
  }

  private SearchOptions with(
      @Nullable String otherField,
      @Nullable Integer otherEf,
      @Nullable Double otherTarget,
      @Nullable SearchMode otherMode,
      @Nullable String otherFilter,
      @Nullable Projection otherFields) {
    return new SearchOptions(
        otherField,
        k,
        otherEf,
        otherTarget,
        otherMode,
        otherFilter,
        otherFields,
        offset,
        maxDistance,
        groupBy,
        groupSize,
        mmr,
        recommend,
        sparse);
  }
}
