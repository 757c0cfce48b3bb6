package io.vicinal.examples.quickstart;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * What {@code --report} writes.
 *
 * @param recordsSent distinct records published; an update of a record is not another record
 * @param recordsIndexed live records in the node at the end: those sent less those deleted
 * @param recordsDeleted records whose deletion was published
 * @param seconds from the first record's {@code produced_at} until all records were searchable
 * @param recordsPerSecond {@code recordsIndexed / seconds}, embedding included
 * @param freshnessMsP50 median of produce-to-searchable over the updates, which are published at a
 *     steady rate while nothing else waits
 * @param freshnessMsP99 its 99th percentile
 * @param joinRows rows of the join of adjectives with the ten nearest nouns
 * @param recallAt10 of that join, against an exact scan of all records
 * @param deletedRowsSeen deleted ids that a scan or the join returned; any is a fault
 */
@JsonPropertyOrder({
  "records_sent",
  "records_indexed",
  "records_deleted",
  "seconds",
  "records_per_second",
  "freshness_ms_p50",
  "freshness_ms_p99",
  "join_rows",
  "recall_at_10",
  "deleted_rows_seen"
})
record QuickstartReport(
    @JsonProperty("records_sent") long recordsSent,
    @JsonProperty("records_indexed") long recordsIndexed,
    @JsonProperty("records_deleted") long recordsDeleted,
    @JsonProperty("seconds") double seconds,
    @JsonProperty("records_per_second") double recordsPerSecond,
    @JsonProperty("freshness_ms_p50") double freshnessMsP50,
    @JsonProperty("freshness_ms_p99") double freshnessMsP99,
    @JsonProperty("join_rows") long joinRows,
    @JsonProperty("recall_at_10") double recallAt10,
    @JsonProperty("deleted_rows_seen") long deletedRowsSeen) {}
