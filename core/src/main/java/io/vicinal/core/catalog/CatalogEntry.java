package io.vicinal.core.catalog;

import io.vicinal.api.CollectionSpec;
import java.util.UUID;

/**
 * A collection of a catalog.
 *
 * @param id its number, which no other collection of the directory has had or will have
 * @param uuid the owner that the headers of its log files name
 * @param spec what it was created from
 */
public record CatalogEntry(long id, UUID uuid, CollectionSpec spec) {
  /** The name of its directory. */
  public String directory() {
    return Catalog.DIRECTORY_PREFIX + id;
  }
}
