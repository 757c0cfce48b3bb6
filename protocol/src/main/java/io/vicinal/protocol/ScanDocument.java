package io.vicinal.protocol;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.Projection;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.VicinalException;
import io.vicinal.api.filter.FilterParser;
import io.vicinal.api.filter.FilterText;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A scan as a document: {@code {"collection": "glosses", "fields": ["title"], "limit": 100}}.
 *
 * @param collection the collection read
 * @param shard which of its shards, from 0; all of them, one after the other, if absent
 * @param fields what is returned beside the id; everything if absent
 * @param filter a condition in SQL; none if absent
 * @param limit at most so many records, of all shards together if none is named; all if absent. A
 *     scan that is planned for several readers has the limit at each of its endpoints
 */
public record ScanDocument(
    String collection,
    @Nullable Integer shard,
    @Nullable Projection fields,
    @Nullable String filter,
    @Nullable Long limit) {

  /** Refuses a document without collection and a negative shard. */
  public ScanDocument {
    collection = Required.present(collection, "collection");
    if (shard != null && shard < 0) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "shard is " + shard + "; expected 0 or more");
    }
  }

  /** The scan of a whole collection. */
  public static ScanDocument all(String collection) {
    return new ScanDocument(collection, null, null, null, null);
  }

  /** The document of a request. */
  public static ScanDocument of(String collection, ScanRequest request) {
    return new ScanDocument(
        collection,
        null,
        request.projection(),
        request.filter().map(FilterText::toSql).orElse(null),
        request.limit().isPresent() ? request.limit().getAsLong() : null);
  }

  /** This scan of one shard. */
  public ScanDocument ofShard(int number) {
    return new ScanDocument(collection, number, fields, filter, limit);
  }

  /** What is returned beside the id. */
  public Projection projection() {
    return fields == null ? Projection.ALL : fields;
  }

  /** The request, without its shard. */
  public ScanRequest toRequest() {
    return new ScanRequest(
        Optional.ofNullable(filter).map(FilterParser::parse),
        projection(),
        limit == null ? OptionalLong.empty() : OptionalLong.of(limit));
  }
}
