package io.vicinal.protocol;

import io.vicinal.api.Projection;
import io.vicinal.api.RecordId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records to read over REST: {@code {"ids": [1, 2], "fields": ["title"]}}.
 *
 * @param ids absent ones are left out of the answer
 * @param fields what is returned beside the id; everything if absent
 */
public record IdsDocument(List<RecordId> ids, @Nullable Projection fields) {
  /** Refuses a document without ids, and ids that are null. */
  public IdsDocument {
    ids = Required.elements(ids, "ids");
  }

  /** What is returned beside the id. */
  public Projection projection() {
    return fields == null ? Projection.ALL : fields;
  }
}
