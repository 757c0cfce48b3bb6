package io.vicinal.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.Projection;
import io.vicinal.api.SearchMode;
import io.vicinal.api.SearchQuery;
import io.vicinal.api.VicinalException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One or several searches over REST: {@code {"vector": [0.1, 0.2], "k": 10}}. One of the keys
 * {@code vector}, {@code vectors}, {@code sparse} and {@code recommend} is there; the others are
 * those of {@link SearchOptions}.
 *
 * @param vector the query vector
 * @param vectors several of them
 * @param sparse the query in a sparse field
 * @param recommend examples of what is looked for
 * @param field the vector field; may be absent where the collection has one only
 * @param k number of neighbours wanted of each query
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
 */
public record SearchDocument(
    @Nullable JsonNode vector,
    @Nullable List<JsonNode> vectors,
    @Nullable SparseDocument sparse,
    @Nullable ExamplesDocument recommend,
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
    @Nullable MmrDocument mmr) {

  /** Refuses a document without k, and one with none or several of the keys of queries. */
  public SearchDocument {
    k = Required.present(k, "k");
    if (Stream.of(vector != null, vectors != null, sparse != null, recommend != null)
            .filter(is -> is)
            .count()
        != 1) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "expected exactly one of the keys 'vector', 'vectors', 'sparse' and 'recommend'");
    }
    vectors = vectors == null ? null : Required.elements(vectors, "vectors");
  }

  /** The queries as they are written; whether they fit a field is checked by the search. */
  public List<? extends SearchQuery> queries(CollectionSchema schema) {
    Optional<SearchQuery> one = options().query(schema);
    if (one.isPresent()) {
      return List.of(one.get());
    }
    List<JsonNode> written =
        vectors != null ? vectors : List.of(Required.present(vector, "vector"));
    return IntStream.range(0, written.size())
        .mapToObj(i -> RecordCodec.decodeVector(written.get(i), "query " + i))
        .toList();
  }

  /** What is wanted of each query. */
  public SearchOptions options() {
    return new SearchOptions(
        field,
        k,
        ef,
        recallTarget,
        mode,
        filter,
        fields,
        offset,
        maxDistance,
        groupBy,
        groupSize,
        mmr,
        recommend,
        sparse);
  }
}
