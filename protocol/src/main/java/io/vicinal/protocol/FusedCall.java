package io.vicinal.protocol;

/**
 * A fused search over Flight: {@code {"collection": "films", "search": {"branches": …, "k": 10}}}.
 *
 * @param collection the collection searched
 * @param search what is looked for
 */
public record FusedCall(String collection, FusedDocument search) {
  /** Refuses a document that lacks one of the two. */
  public FusedCall {
    collection = Required.present(collection, "collection");
    search = Required.present(search, "search");
  }
}
