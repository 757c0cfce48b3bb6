package io.vicinal.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.Projection;
import io.vicinal.api.SearchMode;
import io.vicinal.api.VicinalException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One or several searches over REST: {@code {"vector": [0.1, 0.2], "k": 10}}. One of the keys
 * {@code vector} and {@code vectors} is there; the others are those of {@link SearchOptions}.
 *
 * @param vector the query vector
 * @param vectors several of them
 * @param field the vector field; may be absent where the collection has one only
 * @param k number of neighbours wanted of each query
 * @param ef width of the index search; the field's efSearch if absent
 * @param mode approximate if absent
 * @param filter a condition in SQL; none if absent
 * @param fields what is returned of each neighbour, only the id if absent
 * @param offset how many nearer neighbours are left out before the k; 0 if absent
 * @param maxDistance how far a neighbour may be; any distance if absent
 * @param groupBy the attribute whose values neighbours are grouped by; they are not if absent
 * @param groupSize at most so many neighbours of each group; 1 if absent
 */
public record SearchDocument(
    @Nullable JsonNode vector,
    @Nullable List<JsonNode> vectors,
    @Nullable String field,
    Integer k,
    @Nullable Integer ef,
    @Nullable SearchMode mode,
    @Nullable String filter,
    @Nullable Projection fields,
    @Nullable Integer offset,
    @Nullable Float maxDistance,
    @Nullable String groupBy,
    @Nullable Integer groupSize) {

  /** Refuses a document without k, and one with none or both of the keys of vectors. */
  public SearchDocument {
    k = Required.present(k, "k");
    if ((vector == null) == (vectors == null)) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "expected exactly one of the keys 'vector' and 'vectors'");
    }
    vectors = vectors == null ? null : Required.elements(vectors, "vectors");
  }

  /** The query vectors as they are written; whether they fit a field is checked by the search. */
  public List<DenseVector> queries() {
    List<JsonNode> written =
        vectors != null ? vectors : List.of(Required.present(vector, "vector"));
    return IntStream.range(0, written.size())
        .mapToObj(i -> RecordCodec.decodeVector(written.get(i), "query " + i))
        .toList();
  }

  /** What is wanted of each query. */
  public SearchOptions options() {
    return new SearchOptions(
        field, k, ef, mode, filter, fields, offset, maxDistance, groupBy, groupSize);
  }
}
