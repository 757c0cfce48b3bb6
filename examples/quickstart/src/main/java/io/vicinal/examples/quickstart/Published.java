package io.vicinal.examples.quickstart;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What the producer reports of one phase: the broker has acknowledged it.
 *
 * @param created distinct records created
 * @param updated records sent again with another text
 * @param deleted records deleted
 * @param malformed messages that cannot be read, not among the records
 * @param deletedIds ids of the deleted records
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Published(
    @JsonProperty("records_sent") int created,
    @JsonProperty("records_updated") int updated,
    @JsonProperty("records_deleted") int deleted,
    @JsonProperty("malformed_sent") int malformed,
    @JsonProperty("deleted_ids") List<String> deletedIds) {

  Published {
    deletedIds = List.copyOf(deletedIds);
  }
}
