package io.vicinal.api;

/**
 * What a collection is created from.
 *
 * @param name unique in the database; letters, digits, '_' and '-', at most 128
 * @param schema what its records look like
 * @param shards number of parts that records are spread over by a hash of the id, 1..{@value
 *     #MAX_SHARDS}; fixed for ever
 */
public record CollectionSpec(String name, CollectionSchema schema, int shards) {
  /** The largest number of shards. */
  public static final int MAX_SHARDS = 1024;

  /** Refuses illegal names and shard counts. */
  public CollectionSpec {
    Names.checkCollection(name);
    if (shards < 1 || shards > MAX_SHARDS) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT,
          "collection '" + name + "' with " + shards + " shards; expected 1.." + MAX_SHARDS);
    }
  }

  /** A collection of one shard. */
  public static CollectionSpec of(String name, CollectionSchema schema) {
    return new CollectionSpec(name, schema, 1);
  }
}
