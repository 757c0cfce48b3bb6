package io.vicinal.examples.producer;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What was acknowledged by the broker.
 *
 * @param recordsSent distinct records created
 * @param recordsUpdated records sent again with another text
 * @param recordsDeleted records deleted
 * @param malformedSent unreadable messages, not among the records
 * @param deletedIds ids of the deleted records, sorted
 * @param seconds from the first message to the last acknowledgement
 */
record PublishReport(
    @JsonProperty("records_sent") int recordsSent,
    @JsonProperty("records_updated") int recordsUpdated,
    @JsonProperty("records_deleted") int recordsDeleted,
    @JsonProperty("malformed_sent") int malformedSent,
    @JsonProperty("deleted_ids") List<String> deletedIds,
    @JsonProperty("seconds") double seconds) {

  static PublishReport of(PublishPlan plan, double seconds) {
    int malformed = (int) plan.changes().stream().filter(Change.Damage.class::isInstance).count();
    int updated = plan.updatedIds().size();
    int deleted = plan.deletedIds().size();
    return new PublishReport(
        plan.changes().size() - malformed - updated - deleted,
        updated,
        deleted,
        malformed,
        plan.deletedIds(),
        seconds);
  }
}
