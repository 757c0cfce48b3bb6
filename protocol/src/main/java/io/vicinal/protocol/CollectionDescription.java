package io.vicinal.protocol;

import io.vicinal.api.CollectionStatistics;

/**
 * A collection as it is now: the answer to {@link Actions#DESCRIBE_COLLECTION}.
 *
 * @param collection what it was created from
 * @param statistics its counts
 */
public record CollectionDescription(
    CollectionDocument collection, CollectionStatistics statistics) {
  /** Refuses a document that lacks one of the two. */
  public CollectionDescription {
    collection = Required.present(collection, "collection");
    statistics = Required.present(statistics, "statistics");
  }
}
