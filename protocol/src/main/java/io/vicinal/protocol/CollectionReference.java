package io.vicinal.protocol;

/**
 * The body of actions on one collection: {@code {"collection": "glosses"}}.
 *
 * @param collection its name
 */
public record CollectionReference(String collection) {
  /** Refuses a document without the name. */
  public CollectionReference {
    collection = Required.present(collection, "collection");
  }
}
