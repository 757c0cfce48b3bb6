package io.vicinal.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import io.vicinal.api.VectorRecord;
import java.util.List;

/**
 * Records to insert or replace over REST: {@code {"records": [{"id": 1, "vectors": …}]}}.
 *
 * @param records as {@link RecordCodec} reads them
 */
public record UpsertDocument(List<JsonNode> records) {
  /** Refuses a document without records. */
  public UpsertDocument {
    records = Required.elements(records, "records");
  }

  /** The records, read. */
  public List<VectorRecord> decode(RecordCodec codec) {
    return records.stream().map(codec::decode).toList();
  }
}
