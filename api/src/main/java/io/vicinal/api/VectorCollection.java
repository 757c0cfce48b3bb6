package io.vicinal.api;

import java.util.List;

/**
 * A set of records with an index on each vector field. Thread safe.
 *
 * <p>When a write returns, it is durable and every later read sees it. The writes of one call are
 * applied in their order, so the last one of a key wins; on a collection of one shard they become
 * visible together, on several shards together per shard.
 *
 * <p>Once the collection was dropped, every call that reads or writes its records throws {@link
 * ErrorCode#UNKNOWN_COLLECTION}; once its database was closed, {@link ErrorCode#UNAVAILABLE}. A
 * remote handle goes by the name: it reaches a collection that was created under it since.
 */
public interface VectorCollection {
  /** What the collection was created from. */
  CollectionSpec spec();

  /** The name. */
  default String name() {
    return spec().name();
  }

  /** The schema. */
  default CollectionSchema schema() {
    return spec().schema();
  }

  /**
   * Applies the changes in their order. An empty list changes nothing.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_RECORD}, {@link ErrorCode#INVALID_VECTOR} or
   *     {@link ErrorCode#UNKNOWN_FIELD} if any change does not fit the schema: then none is applied
   */
  WriteResult write(List<Mutation> mutations);

  /** Inserts or replaces the records; see {@link #write}. */
  default WriteResult upsert(List<VectorRecord> records) {
    return write(records.stream().<Mutation>map(Mutation.Upsert::new).toList());
  }

  /** Removes the records of these ids; ids that are absent change nothing; see {@link #write}. */
  default WriteResult delete(List<RecordId> ids) {
    return write(ids.stream().<Mutation>map(Mutation.Delete::new).toList());
  }

  /** The records of these ids that exist, in the order of the ids. */
  List<VectorRecord> get(List<RecordId> ids, Projection projection);

  /**
   * The nearest neighbours of a query. If it is {@link Examples} that are records, these are read
   * first: a write between may change one, or remove it from the collection.
   *
   * @throws VicinalException as {@link SearchRequest#check} and {@link SearchRequest#resolve} do,
   *     or {@link ErrorCode#INVALID_FILTER}, if the request does not fit the schema
   */
  SearchResult search(SearchRequest request);

  /**
   * The neighbours that several searches find, fused into one list. On each shard, all of them see
   * the records as of the same moment.
   *
   * @throws VicinalException as {@link FusedRequest#check} does, or {@link
   *     ErrorCode#INVALID_FILTER}, if the request does not fit the schema
   */
  FusedResult searchFused(FusedRequest request);

  /** The records that pass a filter, as of the moment of the call. */
  RecordCursor scan(ScanRequest request);

  /** Counts, for people and for monitoring. */
  CollectionStatistics statistics();

  /**
   * Writes what is in memory to sealed segments. Durability does not need it: an acknowledged write
   * is in the log. It shortens the next start.
   */
  void flush();
}
