package io.vicinal.protocol;

import io.vicinal.api.RecordId;
import java.util.List;

/**
 * Records to remove over REST: {@code {"ids": [1, 2]}}.
 *
 * @param ids absent ones change nothing
 */
public record DeleteDocument(List<RecordId> ids) {
  /** Refuses a document without ids, and ids that are null. */
  public DeleteDocument {
    ids = Required.elements(ids, "ids");
  }
}
