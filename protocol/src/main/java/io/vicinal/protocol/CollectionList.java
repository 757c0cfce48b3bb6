package io.vicinal.protocol;

import java.util.List;

/**
 * The answer to {@link Actions#LIST_COLLECTIONS}.
 *
 * @param collections names, sorted
 */
public record CollectionList(List<String> collections) {
  /** Copies the list. */
  public CollectionList {
    collections = Required.elements(collections, "collections");
  }
}
