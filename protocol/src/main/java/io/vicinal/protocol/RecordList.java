package io.vicinal.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records as REST returns them.
 *
 * @param records as {@link RecordCodec} writes them
 * @param complete of a scan, whether no further record passes the filter; otherwise absent
 */
public record RecordList(List<? extends JsonNode> records, @Nullable Boolean complete) {
  /** Copies the list. */
  public RecordList {
    records = Required.elements(records, "records");
  }
}
